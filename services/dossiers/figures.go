package dossiers

import (
	"doanket/kernel"
)

// Figure (số liệu) is one number of the leader's page; a Filter with it opens exactly its records.
//
//glossary:none
type Figure string

const (
	FigReceived  Figure = "received"  // tiếp nhận trong kỳ
	FigCarried   Figure = "carried"   // kỳ trước chuyển sang
	FigRunning   Figure = "running"   // đang giải quyết
	FigDueSoon   Figure = "due_soon"  // sắp đến hạn, part of running
	FigOverdue   Figure = "overdue"   // quá hạn, part of running
	FigPaused    Figure = "paused"    // tạm dừng
	FigEarly     Figure = "early"     // trả trước hạn
	FigOnTime    Figure = "on_time"   // đúng hạn
	FigLate      Figure = "late"      // trễ hạn
	FigWithdrawn Figure = "withdrawn" // rút, of those received
	FigRefused   Figure = "refused"   // từ chối tiếp nhận, not counted as received

	// What a decision on organisations brought from another unit, and took to one.
	FigHandedIn  Figure = "handed_in"  // nhận bàn giao
	FigHandedOut Figure = "handed_out" // đã bàn giao
)

// Figures lists all, as they stand on the page.
var Figures = []Figure{FigReceived, FigCarried, FigRunning, FigDueSoon, FigOverdue, FigPaused, FigEarly, FigOnTime, FigLate, FigWithdrawn, FigRefused, FigHandedIn, FigHandedOut}

// ReportAsk is the leader's question. A zero AsOf is now; a later end of the period is cut there.
//
//glossary:none
type ReportAsk struct {
	Unit      kernel.ID // zero: all units the actor reports on
	Procedure string
	From, To  kernel.Date // both days included
	AsOf      kernel.Instant
	By        string // "", "unit" or "procedure": how rows are split
}

// Report (báo cáo tình hình giải quyết) holds the numbers and what opens each.
//
//glossary:none
type Report struct {
	AsOf  kernel.Instant
	From  kernel.Date
	To    kernel.Date
	Total ReportRow
	Rows  []ReportRow
}

// ReportRow is one line of figures.
//
//glossary:none
type ReportRow struct {
	Unit          kernel.ID
	Procedure     string
	ProcedureName string
	N             map[Figure]int64
}

// Filter gives the list behind one number of a row.
func (r Report) Filter(row ReportRow, ask ReportAsk, f Figure) Filter {
	out := Filter{Figure: f, From: r.From, To: r.To, AsOf: r.AsOf, Procedure: ask.Procedure, Unit: ask.Unit}
	if row.Unit != 0 {
		out.Unit, out.ExactUnit = row.Unit, true
	}
	if row.Procedure != "" {
		out.Procedure = row.Procedure
	}
	return out
}
