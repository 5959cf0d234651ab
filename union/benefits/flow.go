package benefits

import (
	"fmt"
	"strings"

	"doanket/kernel"
)

// Verb is what moves an agreement, a series or a voucher.
//
//glossary:none
type Verb string

// The verbs of the flow tables, and those that are only written down.
const (
	Approve Verb = "approve" // ký duyệt
	Begin   Verb = "begin"   // bắt đầu áp dụng
	End     Verb = "end"     // kết thúc trước hạn
	Lapse   Verb = "lapse"   // hết hạn
	Drop    Verb = "drop"    // bỏ bản soạn
	Open    Verb = "open"    // mở đợt phiếu
	Close   Verb = "close"   // đóng đợt phiếu
	Redeem  Verb = "redeem"  // dùng phiếu
	Cancel  Verb = "cancel"  // huỷ lượt dùng
	Expire  Verb = "expire"  // phiếu hết hạn
	Revoke  Verb = "revoke"  // thu hồi phiếu
)

// State (trạng thái thoả thuận).
//
//glossary:none
type State string

// The states of an agreement.
const (
	Draft   State = "draft"   // đang soạn
	Signed  State = "signed"  // đã ký, chưa đến ngày
	Running State = "running" // đang áp dụng
	Ended   State = "ended"   // đã kết thúc
	Dropped State = "dropped" // đã bỏ
)

// States are all of them, in the order in which they come.
var States = []State{Draft, Signed, Running, Ended, Dropped}

var agreementFlow = kernel.Flow[State, Verb]{
	{From: Draft, Do: Approve, To: Signed},
	{From: Draft, Do: Drop, To: Dropped},
	{From: Signed, Do: Begin, To: Running},
	{From: Signed, Do: End, To: Ended},
	{From: Running, Do: End, To: Ended},
	{From: Running, Do: Lapse, To: Ended},
}

// SeriesState (trạng thái đợt phiếu).
//
//glossary:none
type SeriesState string

// The states of a series.
const (
	SeriesDraft  SeriesState = "draft"
	SeriesOpen   SeriesState = "open"
	SeriesClosed SeriesState = "closed"
)

var seriesFlow = kernel.Flow[SeriesState, Verb]{
	{From: SeriesDraft, Do: Open, To: SeriesOpen},
	{From: SeriesDraft, Do: Close, To: SeriesClosed},
	{From: SeriesOpen, Do: Close, To: SeriesClosed},
}

// VoucherState (trạng thái phiếu).
//
//glossary:none
type VoucherState string

// The states of a voucher.
const (
	Issued   VoucherState = "issued"   // đã phát, chưa dùng
	Redeemed VoucherState = "redeemed" // đã dùng
	Expired  VoucherState = "expired"  // hết hạn
	Revoked  VoucherState = "revoked"  // đã thu hồi
)

// VoucherStates are all of them.
var VoucherStates = []VoucherState{Issued, Redeemed, Expired, Revoked}

var voucherFlow = kernel.Flow[VoucherState, Verb]{
	{From: Issued, Do: Redeem, To: Redeemed},
	{From: Issued, Do: Expire, To: Expired},
	{From: Issued, Do: Revoke, To: Revoked},
	{From: Redeemed, Do: Cancel, To: Issued},
}

// FlowTable prints the tables for the generated documents.
func FlowTable() string {
	var out strings.Builder
	for _, m := range agreementFlow {
		fmt.Fprintf(&out, "agreement %-10s %-10s %s\n", m.From, m.Do, m.To)
	}
	for _, m := range seriesFlow {
		fmt.Fprintf(&out, "series    %-10s %-10s %s\n", m.From, m.Do, m.To)
	}
	for _, m := range voucherFlow {
		fmt.Fprintf(&out, "voucher   %-10s %-10s %s\n", m.From, m.Do, m.To)
	}
	return out.String()
}
