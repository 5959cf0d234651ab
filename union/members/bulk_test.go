package members

import (
	"errors"
	"testing"

	"doanket/internal/db"
	"doanket/kernel"
)

func codesOf(p bulkPlan) map[string]string {
	out := map[string]string{}
	for _, r := range p.Rows {
		out[r.Name] = ""
		if r.Why != nil {
			out[r.Name] = r.Why.Code
		}
	}
	return out
}

// A deed for many is looked over row by row, done to those who fit with one confirmation, and to nobody
// when somebody of them changed meanwhile. Who stands out of sight cannot be chosen.
func TestADeedForManyIsDoneToAllOrToNobody(t *testing.T) {
	each(t, func(t *testing.T, x *site) {
		row := func(name string, unit kernel.ID, group string) Row {
			return Row{Name: name, Unit: unit, Group: group, Admitted: day("2020-01-01"), Basis: "1/QĐ"}
		}
		ids := x.admit(t, row("An Một", x.a, "Tổ 1"), row("An Hai", x.a, "Tổ 2"), row("An Ba", x.a, "Tổ 1"), row("An Xa", x.away, "Tổ 1"))
		keeper := x.holding(x.a, deskRights...)
		d, ok := x.s.deedOf(keeper, "to")
		if !ok {
			t.Fatal("the keeper is not offered it")
		}
		if _, ok = x.s.deedOf(x.holding(x.a, ViewPermission), "to"); ok {
			t.Error("who only looks is offered it")
		}
		in := BulkTyped{Group: " Tổ  2 ", On: x.s.today()}
		p, err := x.s.planBulk(x.Ctx, keeper, d, bulkAsk{IDs: ids}, in)
		must(t, err)
		got := codesOf(p)
		if len(got) != 3 || got["An Một"] != "" || got["An Hai"] != "members.there_already" || got["An Ba"] != "" || len(p.Fit) != 2 {
			t.Fatalf("the plan: %v", got)
		}
		_, err = x.s.planBulk(x.Ctx, keeper, d, bulkAsk{IDs: ids}, BulkTyped{On: x.s.today().AddDays(1)})
		refused(t, err, "members.group_needed")
		refused(t, err, "members.day_needed")
		_, err = x.s.planBulk(x.Ctx, keeper, d, bulkAsk{IDs: ids[3:]}, in)
		refused(t, err, "members.nobody_chosen")
		fit := []kernel.ID{ids[0], ids[2]}
		must(t, x.s.Regroup(x.Ctx, keeper, ids[2], "Tổ 2", x.s.today())) // somebody was faster
		_, p, err = x.s.doBulk(x.Ctx, keeper, d, bulkAsk{IDs: fit}, in)
		refused(t, err, "members.bulk_changed")
		if m := x.get(t, ids[0], x.s.today().String()); m.Group != "Tổ 1" || p.refused() != 1 {
			t.Errorf("half done: %s, %v", m.Group, codesOf(p))
		}
		_, _, err = x.s.doBulk(x.Ctx, keeper, d, bulkAsk{IDs: ids[:1]}, in)
		must(t, err)
		if m := x.get(t, ids[0], x.s.today().String()); m.Group != "Tổ 2" {
			t.Errorf("after it: %s", m.Group)
		}
		all, _, err := x.s.chosen(x.Ctx, keeper, bulkAsk{All: true, Filter: Filter{Group: "Tổ 2"}})
		must(t, err)
		if len(all) != 3 {
			t.Errorf("the whole filter is %d people", len(all))
		}
	})
}

// Transfers of many are slips that each giving union answers; a fault in the last takes back the first.
func TestTransfersOfManyAreAskedForTogether(t *testing.T) {
	each(t, func(t *testing.T, x *site) {
		ids := x.admit(t, Row{Name: "An Một", Number: "M1", Unit: x.a, Admitted: day("2020-01-01"), Basis: "1/QĐ"}, Row{Name: "An Hai", Number: "M2", Unit: x.a, Admitted: day("2020-01-01"), Basis: "1/QĐ"},
			Row{Name: "An Ba", Number: "M3", Unit: x.b, Admitted: day("2020-01-01"), Basis: "1/QĐ"})
		ward := x.holding(x.ward, deskRights...)
		d, _ := x.s.deedOf(ward, "chuyen")
		in := BulkTyped{Unit: x.b, On: x.s.today(), Reason: "Sáp nhập phân xưởng"}
		p, err := x.s.planBulk(x.Ctx, ward, d, bulkAsk{IDs: ids}, in)
		must(t, err)
		if got := codesOf(p); got["An Ba"] != "members.there_already" || len(p.Fit) != 2 {
			t.Fatalf("the plan: %v", got)
		}
		_, err = x.s.planBulk(x.Ctx, x.holding(x.a, deskRights...), d, bulkAsk{IDs: ids[:1]}, in)
		refused(t, err, "members.no_unit")
		broken := append(append([]Member{}, p.Fit...), p.Fit[0]) // the same again cannot be: nothing is written
		_, err = d.Do(x.Ctx, ward, broken, in)
		refused(t, err, "members.asked_already")
		waiting := func() (n int) {
			x.read(t, func(tx *db.Tx) error {
				n = 0
				for _, id := range ids {
					list, err := transfersOf(tx, id)
					if err != nil {
						return err
					}
					n += len(list)
				}
				return nil
			})
			return n
		}
		if n := waiting(); n != 0 {
			t.Errorf("%d slips of a deed that failed", n)
		}
		_, _, err = x.s.doBulk(x.Ctx, ward, d, bulkAsk{IDs: ids[:2]}, in)
		must(t, err)
		if n := waiting(); n != 2 {
			t.Errorf("%d slips", n)
		}
		p, err = x.s.planBulk(x.Ctx, ward, d, bulkAsk{IDs: ids}, in)
		if err != nil || len(p.Fit) != 0 || !errors.Is(p.Rows[0].Why, &kernel.Fault{Code: "members.asked_already"}) && p.Rows[0].Why.Code != "members.there_already" {
			t.Errorf("once more: %v %v", err, codesOf(p))
		}
	})
}
