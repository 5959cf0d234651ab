package members

import (
	"testing"

	"doanket/internal/db"
	"doanket/kernel"
)

var deskRights = []string{ViewPermission, KeepPermission, DecidePermission}

func applicant(name, identity, phone string) sheetForm {
	return sheetForm{Name: name, Born: "05/09/1990", Sex: "nữ", Identity: identity, Phone: phone, Employer: "Công ty TNHH Mẫu", Job: "Công nhân", Contract: "indefinite"}
}

// Applications wait, one decision admits all that are chosen, and each has a number, a segment and the
// decision as its basis. Nobody is admitted twice, and a sister union sees nothing.
func TestOneDecisionAdmitsThoseWhoApplied(t *testing.T) {
	each(t, func(t *testing.T, x *site) {
		chair, sister := x.holding(x.a, deskRights...), x.holding(x.b, deskRights...)
		first, err := x.s.file(x.Ctx, chair, filing{Unit: x.a, In: applicant("Nguyễn Thị Mẫu", "000190000001", "0000000101")})
		must(t, err)
		second, err := x.s.file(x.Ctx, kernel.Actor{Tenant: x.top, Account: 501, Name: "Trần Thị Tự"}, filing{Unit: x.a, In: applicant("Trần Thị Tự", "000190000002", "0000000102"), Self: true})
		must(t, err)
		_, err = x.s.applicationOf(x.Ctx, sister, first.ID)
		refused(t, err, "members.no_application")
		_, err = x.s.decide(x.Ctx, sister, deciding{Unit: x.a, IDs: []kernel.ID{first.ID}, Number: "1/QĐ", On: x.s.today(), Signer: "A"})
		refused(t, err, "members.no_unit")
		_, err = x.s.decide(x.Ctx, chair, deciding{Unit: x.a, On: x.s.today().AddDays(1)})
		for _, code := range []string{"members.basis_needed", "members.day_needed", "members.signer_needed", "members.nobody_chosen"} {
			refused(t, err, code)
		}
		b, err := x.s.decide(x.Ctx, chair, deciding{Unit: x.a, IDs: []kernel.ID{first.ID, second.ID}, Number: "12/QĐ-CĐCS", On: x.s.today(), Signer: "Nguyễn Văn Thành"})
		must(t, err)
		paper, err := x.s.batchOf(x.Ctx, chair, b.ID)
		must(t, err)
		if len(paper.Rows) != 2 || paper.Rows[0].Name != "Nguyễn Thị Mẫu" || paper.Rows[0].Basis != "12/QĐ-CĐCS" || paper.Rows[0].Number == "" || paper.Rows[0].Unit != x.a {
			t.Errorf("the decision admits %+v", paper.Rows)
		}
		_, err = x.s.batchOf(x.Ctx, sister, b.ID)
		refused(t, err, "members.no_batch")
		_, err = x.s.file(x.Ctx, chair, filing{Unit: x.a, In: applicant("Nguyễn Thị Mẫu", "000190000001", "0000000101")})
		refused(t, err, "members.open_already")
		list, err := x.s.List(x.Ctx, sister, Filter{})
		must(t, err)
		if len(list.Members) != 0 {
			t.Errorf("a sister union sees %d members", len(list.Members))
		}
		_, err = x.s.List(x.Ctx, sister, Filter{Unit: x.a})
		refused(t, err, "members.no_unit")
		for _, q := range []string{"mau thi", "Mẫu", "000190000001", paper.Rows[0].Number, "0000000101", "nguyen mau 1990"} {
			list, err = x.s.List(x.Ctx, chair, Filter{Text: q})
			must(t, err)
			if len(list.Members) != 1 || list.Members[0].Name != "Nguyễn Thị Mẫu" {
				t.Errorf("%q finds %d members", q, len(list.Members))
			}
			list, err = x.s.List(x.Ctx, sister, Filter{Text: q})
			must(t, err)
			if len(list.Members) != 0 {
				t.Errorf("a sister union finds somebody by %q", q)
			}
		}
	})
}

// A foreigner joins with a contract of twelve months at least (Luật Công đoàn 50/2024/QH15 điều 5, as data).
func TestAForeignerNeedsALongContract(t *testing.T) {
	each(t, func(t *testing.T, x *site) {
		chair := x.holding(x.a, deskRights...)
		in := applicant("Kim Min Ji", "", "0000000103")
		in.Nationality, in.Passport, in.Contract, in.Months = "Hàn Quốc", "M00000001", "fixed", "11"
		_, err := x.s.file(x.Ctx, chair, filing{Unit: x.a, In: in})
		refused(t, err, "members.contract_short")
		in.Months = "12"
		_, err = x.s.file(x.Ctx, chair, filing{Unit: x.a, In: in})
		must(t, err)
		in.Name, in.Phone, in.Passport = "Park Seo Jun", "0000000104", ""
		_, err = x.s.file(x.Ctx, chair, filing{Unit: x.a, In: in})
		refused(t, err, "members.passport_needed")
	})
}

// A member asks, the keeper decides, the record follows; nobody decides on her own request, and who
// opened the record stands in the journal that the member reads.
func TestAMemberAsksForACorrectionAndSeesWhoLooked(t *testing.T) {
	each(t, func(t *testing.T, x *site) {
		row := Row{Name: "Lê Thị Hỏi", Born: day("1990-09-05"), Sex: "nữ", Identity: "000190000009", Phone: "0000000109", Unit: x.a, Admitted: day("2020-01-01"), Basis: "1/QĐ"}
		id := x.admit(t, row)[0]
		m := x.get(t, id, "2026-01-01")
		self := kernel.Actor{Tenant: x.top, Account: 601, Person: m.Person, Name: m.Name}
		keeper, sister := x.holding(x.a, ViewPermission, KeepPermission), x.holding(x.b, deskRights...)
		in := formOf(m)
		in.Insurance = "12"
		_, err := x.s.askCorrection(x.Ctx, self, FactInsurance, in, "01/01/2026", "")
		refused(t, err, "members.bad_insurance")
		in.Insurance = "0123456789"
		q, err := x.s.askCorrection(x.Ctx, self, FactInsurance, in, "01/01/2026", "sổ bảo hiểm")
		must(t, err)
		_, err = x.s.requestOf(x.Ctx, sister, q.ID)
		refused(t, err, "members.no_request")
		refused(t, x.s.answerRequest(x.Ctx, self, q.ID, RequestAccepted, ""), "members.may_not")
		refused(t, x.s.answerRequest(x.Ctx, keeper, q.ID, RequestRefused, " "), "members.reason_needed")
		must(t, x.s.answerRequest(x.Ctx, keeper, q.ID, RequestAccepted, ""))
		refused(t, x.s.answerRequest(x.Ctx, keeper, q.ID, RequestRefused, "muộn"), "members.request_closed")
		if got := x.get(t, id, "2026-06-01").Profile.Insurance; got != "0123456789" {
			t.Errorf("the record says %q", got)
		}
		_, err = x.s.Look(x.Ctx, sister, id, kernel.Date{}, "")
		refused(t, err, "members.no_member")
		for range 2 {
			_, err = x.s.Look(x.Ctx, keeper, id, kernel.Date{}, "")
			must(t, err)
		}
		_, err = x.s.Look(x.Ctx, keeper, id, kernel.Date{}, "đối chiếu căn cước")
		must(t, err)
		o, ok, err := x.s.own(x.Ctx, self)
		must(t, err)
		if !ok || len(o.Access) != 2 || !o.Full {
			t.Fatalf("own page: %v, %+v", ok, o.Access)
		}
		reasons := o.Access[0].Reason + o.Access[1].Reason
		if reasons != "đối chiếu căn cước" {
			t.Errorf("reasons: %q", reasons)
		}
		must(t, x.s.consent(x.Ctx, self, []string{"anh"}))
		x.read(t, func(tx *db.Tx) error {
			yes, err := x.s.Consents(tx, id, "anh")
			if err == nil && !yes {
				t.Error("the consent was not kept")
			}
			return err
		})
	})
}

// As-of lists: A14 on pages. The giving union's list of the day before still has the member, its list of
// the day has not; the record opens for the receiving union alone.
func TestTheListAsOfADayIsTrue(t *testing.T) {
	each(t, func(t *testing.T, x *site) {
		id := x.admit(t, Row{Name: "Lê Thị Đi", Unit: x.a, Admitted: day("2020-01-01"), Basis: "1/QĐ"}, Row{Name: "Ánh Ở", Unit: x.a, Admitted: day("2020-01-01"), Basis: "1/QĐ"})[0]
		x.write(t, func(tx *db.Tx) error { return x.s.MoveTo(tx, theProgram, id, Move{Unit: x.b, On: day("2026-09-15")}) })
		giving, receiving := x.holding(x.a, deskRights...), x.holding(x.b, deskRights...)
		for _, want := range []struct {
			who  kernel.Actor
			on   string
			n    int
			open bool
		}{{giving, "2026-09-14", 2, false}, {giving, "2026-09-15", 1, false}, {receiving, "2026-09-14", 0, true}, {receiving, "2026-09-15", 1, true}} {
			p, err := x.s.List(x.Ctx, want.who, Filter{On: day(want.on)})
			must(t, err)
			if len(p.Members) != want.n {
				t.Errorf("as of %s: %d members, want %d", want.on, len(p.Members), want.n)
			}
			for _, m := range p.Members {
				if m.ID == id && p.Open[id] != want.open {
					t.Errorf("as of %s her record opens: %v", want.on, p.Open[id])
				}
			}
		}
		p, err := x.s.List(x.Ctx, x.holding(x.fed, ViewPermission), Filter{Limit: 1})
		must(t, err)
		next, err := x.s.List(x.Ctx, x.holding(x.fed, ViewPermission), Filter{Limit: 1, After: p.Next})
		must(t, err)
		if len(p.Members) != 1 || len(next.Members) != 1 || p.Members[0].ID == next.Members[0].ID || next.Next != "" {
			t.Errorf("pages: %+v then %+v", p.Members, next.Members)
		}
	})
}
