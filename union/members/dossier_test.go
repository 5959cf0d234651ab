package members

import (
	"testing"

	"doanket/internal/db"
	"doanket/kernel"
)

func dossierOf(x *site, id kernel.ID, name, identity, phone string) DossierAdmission {
	return DossierAdmission{Tenant: x.top, Dossier: id, Unit: x.a, FiledAt: x.Clock.Now(), Number: "12/QĐ-CĐCS", On: x.s.today(), Signer: "Nguyễn Văn Thành", SignerPost: "Chủ tịch",
		Row: Row{Name: name, Born: day("1990-09-05"), Sex: "nữ", Identity: identity, Phone: phone, Profile: Profile{Work: Work{Employer: "Công ty TNHH Mẫu", Job: "Công nhân"}}}}
}

func (x *site) take(t *testing.T, in DossierAdmission) Application {
	t.Helper()
	var p Application
	x.write(t, func(tx *db.Tx) error {
		var err error
		p, err = x.s.TakeDossier(tx, in)
		return err
	})
	return p
}

// An approved dossier makes a member by the decision that it carries, once however often it is told of;
// dossiers of one decision stand in one batch.
func TestAnApprovedDossierMakesAMember(t *testing.T) {
	each(t, func(t *testing.T, x *site) {
		first := x.take(t, dossierOf(x, 901, "Nguyễn Thị Mẫu", "000190000001", "0000000101"))
		again := x.take(t, dossierOf(x, 901, "Nguyễn Thị Mẫu", "000190000001", "0000000101"))
		second := x.take(t, dossierOf(x, 902, "Trần Thị Hai", "000190000002", "0000000102"))
		if first.State != ApplicationAdmitted || first.ID != again.ID || first.Member != again.Member || first.Batch != second.Batch || first.Dossier() != 901 {
			t.Fatalf("first %+v, again %+v, second %+v", first, again, second)
		}
		m := x.get(t, first.Member, x.s.today().String())
		if m.Basis != "12/QĐ-CĐCS" || m.Unit != x.a || m.Admitted != x.s.today() || m.Profile.Work.Job != "Công nhân" || m.Number == "" {
			t.Errorf("the roll has %+v", m)
		}
		chair, sister := x.holding(x.a, deskRights...), x.holding(x.b, deskRights...)
		paper, err := x.s.batchOf(x.Ctx, chair, first.Batch)
		must(t, err)
		if len(paper.Rows) != 2 || paper.Members != 2 || paper.Signer != "Nguyễn Văn Thành" {
			t.Errorf("the decision: %+v", paper)
		}
		x.read(t, func(tx *db.Tx) error {
			for _, want := range []struct {
				who  kernel.Actor
				open bool
			}{{chair, true}, {sister, false}} {
				f, ok, err := x.s.OfDossier(tx, want.who, 901)
				if err != nil || !ok || f.Open != want.open || f.Number != m.Number {
					t.Errorf("of the dossier: %+v %v %v", f, ok, err)
				}
			}
			p, ok, err := x.s.ApplicationOf(tx, first.Member)
			if !ok || p.Dossier() != 901 {
				t.Errorf("back from the member: %+v", p)
			}
			return err
		})
		names := x.names(t, x.s.today().String(), x.a)
		if len(names) != 2 {
			t.Errorf("the roll has %v", names)
		}
	})
}

// What the roll forbids waits at the desk with the reason; a person decides, and only one who may.
func TestWhatKeepsADossierOutOfTheRollIsShownAtTheDesk(t *testing.T) {
	each(t, func(t *testing.T, x *site) {
		x.admit(t, Row{Name: "Lê Thị Có", Born: day("1990-09-05"), Sex: "nữ", Identity: "000190000009", Phone: "0000000109", Unit: x.b, Admitted: day("2020-01-01"), Basis: "1/QĐ"})
		chair, keeper, sister := x.holding(x.a, deskRights...), x.holding(x.a, ViewPermission, KeepPermission), x.holding(x.b, deskRights...)
		member := x.take(t, dossierOf(x, 911, "Lê Thị Có", "000190000009", "0000000109"))
		alike := x.take(t, dossierOf(x, 912, "Lê Thị Có", "000190000010", "0000000110"))
		bad := dossierOf(x, 913, "Phạm Thị Sai", "000190000011", "0000000111")
		bad.Row.Born = x.s.today().AddDays(-300)
		wrong := x.take(t, bad)
		for code, p := range map[string]Application{"members.open_already": member, "members.looks_like": alike, "members.admitted_young": wrong} {
			if f := p.Why(); p.State != ApplicationFiled || f == nil || f.Code != code {
				t.Errorf("%s: %s %v", code, p.State, p.Why())
			}
		}
		waiting, err := x.s.admissionsOf(x.Ctx, chair, x.a)
		must(t, err)
		if len(waiting.Waiting) != 3 {
			t.Errorf("%d wait at the desk", len(waiting.Waiting))
		}
		enter := func(a kernel.Actor, id kernel.ID) error { return x.s.enterByDossier(x.Ctx, a, id) }
		refused(t, enter(sister, alike.ID), "members.no_application")
		refused(t, enter(keeper, alike.ID), "members.may_not")
		refused(t, enter(chair, member.ID), "members.open_already")
		must(t, enter(chair, alike.ID)) // she looked: another person
		refused(t, enter(chair, alike.ID), "members.application_closed")
		must(t, x.s.closeApplicationAs(x.Ctx, chair, member.ID, ApplicationRefused, "Đã là đoàn viên ở Trường Mẫu"))
		d, err := x.s.applicationOf(x.Ctx, chair, alike.ID)
		must(t, err)
		if d.State != ApplicationAdmitted || d.Member == 0 || d.Why() != nil {
			t.Errorf("after the desk: %+v", d.Application)
		}
	})
}
