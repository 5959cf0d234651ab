package welfare

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"doanket/internal/paper"
	"doanket/internal/rules"
)

func TestWhoIsNotOnAListIsToldWhy(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.tetMembers()
		programme, list := h.begin(t, h.tet())
		must(t, h.s.Propose(h.Ctx, h.preparer, programme, list))
		out, err := h.s.Outside(h.Ctx, h.preparer, programme, list, RowFilter{Unit: h.a})
		must(t, err)
		if len(out.Rows) != 4 || !out.Sheet.Can.Add {
			t.Fatalf("%d members of A are outside, want 4; adding %v", len(out.Rows), out.Sheet.Can.Add)
		}
		for _, r := range out.Rows {
			if r.Verdict != rules.No || !strings.Contains((rules.Finding{Lines: r.Lines}).Said(), "4 tháng (cần từ 6 tháng)") || r.Member.Record != nil {
				t.Errorf("%s: %s %v", r.Member.Name, r.Verdict, r.Lines)
			}
		}
		one, err := h.s.Outside(h.Ctx, h.preparer, programme, list, RowFilter{Number: "QN0015"})
		must(t, err)
		if len(one.Rows) != 1 {
			t.Errorf("by number: %+v", one.Rows)
		}
		_, err = h.s.Outside(h.Ctx, h.as(9, "Người ở công đoàn khác", h.far, PermPrepare), programme, list, RowFilter{Unit: h.a})
		refused(t, err, "welfare.no_programme")
	})
}

func TestThePaperForSignaturesNamesWhoWaitsForCash(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.tetMembers()
		with := h.as(11, "Đoàn Viên 0001", h.a)
		with.Person = 5001
		must(t, h.s.SetAccount(h.Ctx, with, Account{BIN: "970436", Number: "0000000099", Holder: "Đoàn Viên"}))
		programme, list := h.begin(t, h.tet())
		must(t, h.s.Propose(h.Ctx, h.preparer, programme, list))
		must(t, h.s.AskApproval(h.Ctx, h.preparer, programme, list))
		refused(t, h.s.AskApproval(h.Ctx, h.chair, programme, list), "welfare.no_right")
		must(t, h.s.Approve(h.Ctx, h.chair, programme, list))
		must(t, h.s.StartPaying(h.Ctx, h.payer, programme, list))
		refused(t, h.s.AskApproval(h.Ctx, h.preparer, programme, list), "welfare.list_not_now")
		sheet, err := h.s.SigningSheet(h.Ctx, h.payer, programme, list, 0)
		must(t, err)
		i := slices.IndexFunc(sheet.Blocks, func(b paper.Block) bool { _, ok := b.(paper.Table); return ok })
		table := sheet.Blocks[i].(paper.Table)
		if len(table.Rows) != 111 || table.Total[1] != "Cộng: 111 người" || table.Total[4] != "55.500.000" {
			t.Errorf("%d rows, %v", len(table.Rows), table.Total)
		}
		var pdf bytes.Buffer
		must(t, h.s.Press.PDF(&pdf, sheet))
		if !bytes.HasPrefix(pdf.Bytes(), []byte("%PDF-")) {
			t.Error("no PDF was set")
		}
	})
}

func TestABenefitStandsOnTheRecordForWhoMaySeeIt(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.tetMembers()
		programme, list := h.begin(t, h.tet())
		must(t, h.s.Propose(h.Ctx, h.preparer, programme, list))
		must(t, h.s.Approve(h.Ctx, h.chair, programme, list))
		own := h.as(11, "Đoàn Viên 0001", h.a)
		own.Person = 5001
		for name, want := range map[string]struct {
			n     int
			looks bool
		}{"own": {1, true}, "ward": {1, true}, "sister": {0, true}, "nobody": {0, false}} {
			a := own
			switch name {
			case "ward":
				a = h.payer
			case "sister":
				a = h.as(9, "Người ở công đoàn khác", h.far, PermView)
			case "nobody":
				a = h.as(12, "Người khác", h.a)
			}
			got, looks, err := h.s.BenefitsOf(h.Ctx, a, 5001)
			must(t, err)
			if len(got) != want.n || looks != want.looks {
				t.Errorf("%s sees %d, %v", name, len(got), looks)
			}
		}
	})
}
