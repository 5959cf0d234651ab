package statistics

import (
	"testing"

	"doanket/kernel"
)

// Who sees and does what, for every kind of holder, at a grassroots union with a sent report.
func TestWhoSeesAndDoesWhat(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		p := h.period(t, "2026-05-31")
		ref := Ref{Period: p.ID, Org: h.a}
		_, err := h.s.Submit(h.Ctx, h.filler(h.a), ref, filling(100, 8_000_000, "khac"))
		must(t, err)
		sister := h.filler(h.b)
		away := h.who(20, h.far, anyPermission...)
		stranger := kernel.Actor{Tenant: h.site, Account: 21, Name: "Người lạ"}
		looker := h.who(22, h.a, ViewPermission)
		own := h.who(23, h.a, FillPermission, ReviewPermission)
		foreign := h.reviewer(h.ward)
		foreign.Tenant = 99
		for name, row := range map[string]struct {
			a                      kernel.Actor
			see, fill, accept, ret string // refusal, "" is yes
		}{
			"the union itself":                  {h.filler(h.a), "", "statistics.cannot", "statistics.may_not_review", "statistics.may_not_review"},
			"who only looks":                    {looker, "", "statistics.may_not_fill", "statistics.may_not_review", "statistics.may_not_review"},
			"nobody accepts her own":            {own, "", "statistics.cannot", "statistics.may_not_review", "statistics.may_not_review"},
			"a sister union sees nothing":       {sister, "statistics.no_period", "statistics.no_period", "statistics.no_period", "statistics.no_period"},
			"another branch sees nothing":       {away, "statistics.no_period", "statistics.no_period", "statistics.no_period", "statistics.no_period"},
			"an account without rights":         {stranger, "statistics.no_period", "statistics.no_period", "statistics.no_period", "statistics.no_period"},
			"another tenant":                    {foreign, "statistics.no_period", "statistics.no_period", "statistics.no_period", "statistics.no_period"},
			"a visitor":                         {kernel.Actor{}, "statistics.no_period", "statistics.no_period", "statistics.no_period", "statistics.no_period"},
			"the sister level above":            {h.reviewer(h.other), "statistics.no_period", "statistics.no_period", "statistics.no_period", "statistics.no_period"},
			"the level above, and those higher": {h.reviewer(h.fed), "", "statistics.cannot", "", ""},
		} {
			want := func(verb string, err error, code string) {
				t.Helper()
				if code == "" {
					if err != nil {
						t.Errorf("%s: %s: %v", name, verb, err)
					}
					return
				}
				f := kernel.AsFault(err)
				if f == nil || f.Code != code {
					t.Errorf("%s: %s: %v, want %s", name, verb, err, code)
				}
			}
			_, err := h.s.Sheet(h.Ctx, row.a, ref)
			want("see", err, row.see)
			_, err = h.s.SnapshotOf(h.Ctx, row.a, ref)
			want("snapshot", err, row.see)
			_, err = h.s.ReportOf(h.Ctx, row.a, "1-HDCD", h.a, day("2026-05-31"))
			want("report", err, row.see)
			_, err = h.s.Submit(h.Ctx, row.a, ref, filling(100, 8_000_000, "khac"))
			want("fill", err, row.fill)
			_, err = h.s.Accept(h.Ctx, row.a, ref)
			want("accept", err, row.accept)
			if row.accept == "" {
				_, err = h.s.Return(h.Ctx, row.a, ref, "Xem lại.")
				want("return", err, row.ret)
				_, err = h.s.Submit(h.Ctx, h.filler(h.a), ref, filling(100, 8_000_000, "khac"))
				must(t, err)
			}
		}
	})
}

// List and record cannot disagree: whoever finds the period in the list opens it, and nobody else.
func TestTheListOfPeriodsShowsWhatMayBeOpened(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		p := h.period(t, "2026-05-31")
		for _, org := range []kernel.ID{h.fed, h.ward, h.other, h.a, h.b, h.c, h.far, h.site} {
			for _, permission := range anyPermission {
				a := h.who(30, org, permission)
				list, err := h.s.Periods(h.Ctx, a, kernel.Date{})
				must(t, err)
				want := org != h.far
				if (len(list.Periods) == 1) != want {
					t.Errorf("%s over %s: %d periods", permission, org, len(list.Periods))
				}
				if org == h.site || org == h.far {
					continue
				}
				_, err = h.s.Sheet(h.Ctx, a, Ref{Period: p.ID, Org: org})
				must(t, err)
			}
		}
	})
}
