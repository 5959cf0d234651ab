package statistics

import (
	"strings"
	"testing"
)

func TestTheShareOfUnitsThatUseTheRollAndOfMembersWithACard(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.roll.admit(h.a, "2025-09-01", 10, 4, 9_000_000) // every second one holds a card
		h.roll.admit(h.c, "2025-09-01", 5, 4, 9_000_000)
		v, err := h.s.Indices(h.Ctx, h.reviewer(h.fed), h.fed, day("2026-06-01"))
		must(t, err)
		if v.Units != 3 || len(v.Values) != 3 {
			t.Fatalf("%+v", v)
		}
		if x := v.Values[0]; x.Index.Key != "dung_so" || x.Part != 2 || x.Whole != 3 {
			t.Errorf("%+v", x)
		}
		if x := v.Values[1]; x.Part != 5+3 || x.Whole != 15 || len(x.Lacking) != 0 {
			t.Errorf("%+v", x)
		}
		list, err := h.s.Index(h.Ctx, h.reviewer(h.fed), "dung_so", h.fed, day("2026-06-01"), "chua", "")
		must(t, err)
		if len(list.Rows) != 1 || list.Rows[0].Unit != h.b {
			t.Errorf("%+v", list.Rows)
		}
		ward, err := h.s.Indices(h.Ctx, h.filler(h.ward), 0, day("2026-06-01"))
		must(t, err)
		if ward.Units != 2 || ward.Values[0].Part != 1 {
			t.Errorf("the ward sees its own: %+v", ward)
		}
		_, err = h.s.Indices(h.Ctx, h.filler(h.ward), h.fed, day("2026-06-01"))
		refused(t, err, "statistics.no_period")
		_, err = h.s.Index(h.Ctx, h.filler(h.ward), "khong_co", h.ward, day("2026-06-01"), "", "")
		refused(t, err, "statistics.no_index")
	})
}

func TestAnIndexWhoseSourceIsMissingSaysSo(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.roll.admit(h.a, "2025-09-01", 10, 4, 9_000_000)
		h.roll.unknown[CardsValid] = true
		v, err := h.s.Indices(h.Ctx, h.reviewer(h.fed), h.fed, day("2026-06-01"))
		must(t, err)
		if x := v.Values[1]; len(x.Lacking) != 1 || x.Lacking[0] != CardsValid {
			t.Errorf("%+v", x)
		}
	})
}

func TestADefinitionHoldsFromItsDayOn(t *testing.T) {
	list, err := readIndices([]byte(strings.ReplaceAll(string(indicesFile), "key: co_the\n  valid_from: 2025-07-01", "key: dung_so\n  valid_from: 2026-07-01")))
	if err != nil {
		t.Fatal(err)
	}
	for on, want := range map[string]string{"2025-06-30": "", "2025-07-01": "units", "2026-06-30": "units", "2026-07-01": "people"} {
		got := ""
		if x := indicesOn(list, day(on)); len(x) > 0 {
			got = x[0].Counts
		}
		if got != want {
			t.Errorf("%s: %q, want %q", on, got, want)
		}
	}
	for _, bad := range []string{"- {key: a}", "- {key: a, valid_from: 2025-01-01, title: t, text: x, source: s, counts: units, that: khac > 0}",
		"- {key: a, valid_from: 2025-01-01, title: t, text: x, source: s, counts: people, part: khac, whole: members.all}", "- {key: a, valid_from: 2025-01-01, title: t, text: x, source: s, counts: so}"} {
		if _, err := readIndices([]byte(bad)); err == nil {
			t.Errorf("%s is accepted", bad)
		}
	}
}
