package members

import (
	"math/rand/v2"
	"slices"
	"testing"

	"doanket/internal/db"
	"doanket/kernel"
)

func TestANumberThatSaysOtherwiseThanTheFormIsADoubtAndNoRefusal(t *testing.T) {
	today := day("2026-11-23")
	codes := func(fs []kernel.Finding) []string {
		var out []string
		for _, f := range fs {
			out = append(out, f.Code)
		}
		return out
	}
	for _, c := range []struct {
		born, sex string
		want      []string
	}{
		{"1985-03-15", "nam", nil},
		{"1986-03-15", "nam", []string{"kernel.cccd_birth"}},
		{"1985-03-15", "nữ", []string{"kernel.cccd_sex"}},
		{"1986-03-15", "nữ", []string{"kernel.cccd_sex", "kernel.cccd_birth"}},
	} {
		if got := codes(Doubts("001085012345", day(c.born), c.sex, today)); !slices.Equal(got, c.want) {
			t.Errorf("%s %s: %v, want %v", c.born, c.sex, got, c.want)
		}
	}
}

func TestAMemberIsReadAsOfADay(t *testing.T) {
	each(t, func(t *testing.T, x *site) {
		row := Row{Name: "  Nguyễn Văn   An ", Born: day("1985-03-15"), Sex: "nam", Identity: "000085012345", Phone: "0912 345 678", Number: "qn-0001",
			Unit: x.a, Group: "Tổ 1", Admitted: day("2015-05-01"), Basis: "12/QĐ-CĐCS", Joined: day("2020-06-01"), Known: day("2026-01-01"),
			Profile: Profile{Work: Work{Employer: "Than Mẫu", Contract: "indefinite", Since: day("2014-01-01")}, Wage: 8_000_000,
				Home: Home{Address: "Tổ 1, khu Mẫu", Area: "06811"}, Origin: Origin{Ethnicity: "Kinh"}, Party: day("2018-02-03")}}
		id := x.admit(t, row)[0]
		m := x.get(t, id, "2026-11-23")
		if m.Name != "Nguyễn Văn An" || m.Number != "QN-0001" || m.Unit != x.a || m.Group != "Tổ 1" || m.Since != day("2020-06-01") || m.Status != Active {
			t.Errorf("%+v", m)
		}
		if m.Profile != row.Profile {
			t.Errorf("the sheet came back as %+v", m.Profile)
		}
		before := x.get(t, id, "2025-12-31")
		if before.Unit != x.a || before.Profile != (Profile{}) {
			t.Errorf("what was learned on 01/01/2026 is shown for the day before: %+v", before.Profile)
		}
		if m := x.get(t, id, "2020-05-31"); m.Open() {
			t.Errorf("she stands in %s before she came", m.Unit)
		}
		x.read(t, func(tx *db.Tx) error {
			same, ok, err := x.s.OfPerson(tx, x.top, m.Person, day("2026-11-23"))
			if !ok || same.ID != id {
				t.Error(same, ok)
			}
			_, ok, _ = x.s.Get(tx, 999, id, day("2026-11-23"))
			if ok {
				t.Error("another tenant reads her")
			}
			return err
		})
	})
}

func TestListsAreByGivenNameInTheOrderOfDictionaries(t *testing.T) {
	each(t, func(t *testing.T, x *site) {
		for _, n := range []string{"Trần Thị Hoà", "Lê Văn Ân", "Nguyễn Thị An", "Bùi Văn Đạt", "Bùi Văn Dũng", "Lê Thị Án", "Phạm Văn An", "Đỗ Thị An"} {
			x.admit(t, Row{Name: n, Unit: x.a, Admitted: day("2020-01-01")})
		}
		want := []string{"Đỗ Thị An", "Nguyễn Thị An", "Phạm Văn An", "Lê Thị Án", "Lê Văn Ân", "Bùi Văn Dũng", "Bùi Văn Đạt", "Trần Thị Hoà"}
		if got := x.names(t, "2026-11-23", x.a); !slices.Equal(got, want) {
			t.Errorf("%v", got)
		}
	})
}

func TestTheSortKeyIsThatOfTheKernel(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for i := range 2000 {
		name := invented(r, i, 1).Name
		if string(sortKey(name)) != kernel.NameKey(name) {
			t.Fatalf("%s", name)
		}
	}
}

func TestADuplicateStopsTheChunkAndSaysWhy(t *testing.T) {
	each(t, func(t *testing.T, x *site) {
		first := Row{Name: "Nguyễn Văn An", Identity: "000085012345", Number: "A1", Unit: x.a, Admitted: day("2020-01-01")}
		id := x.admit(t, first)[0]
		m := x.get(t, id, "2026-11-23")
		for _, c := range []struct {
			row  Row
			code string
		}{
			{Row{Name: "Lê Thị Bình", Number: "a1 ", Unit: x.b, Admitted: day("2020-01-01")}, "members.number_taken"},
			{Row{Name: "Lê Thị Bình", Identity: "000085012345", Unit: x.b, Admitted: day("2020-01-01")}, "people.identity_taken"},
			{Row{Person: m.Person, Unit: x.b, Admitted: day("2020-01-01")}, "members.open_already"},
			{Row{Name: "Lê Thị Bình", Unit: x.b, Admitted: day("2026-11-24")}, "members.admitted_future"},
			{Row{Name: "Lê Thị Bình", Unit: x.b}, "members.admitted_needed"},
			{Row{Name: "Bình", Unit: x.b, Admitted: day("2020-01-01")}, "people.bad_name"},
			{Row{Name: "Lê Thị Bình", Unit: 12345, Admitted: day("2020-01-01")}, "members.no_unit"},
			{Row{Name: "Lê Thị Bình", Born: day("2010-01-01"), Unit: x.b, Admitted: day("2020-01-01")}, "members.admitted_young"},
			{Row{Name: "Lê Thị Bình", Unit: x.b, Admitted: day("2020-01-01"), Profile: Profile{Insurance: "123"}}, "members.bad_insurance"},
			{Row{Name: "Lê Thị Bình", Number: "số một", Unit: x.b, Admitted: day("2020-01-01")}, "members.bad_number"},
		} {
			_, err := x.s.Admit(x.Ctx, theProgram, c.row)
			refused(t, err, c.code)
		}
		if got := x.names(t, "2026-11-23", x.a, x.b); !slices.Equal(got, []string{"Nguyễn Văn An"}) {
			t.Errorf("something was half saved: %v", got)
		}
	})
}

func TestNumbersOfTheProgramNeverMeetThoseFromElsewhere(t *testing.T) {
	each(t, func(t *testing.T, x *site) {
		number := func(r Row) string {
			r.Unit, r.Admitted = x.a, day("2020-01-01")
			return x.get(t, x.admit(t, r)[0], "2026-11-23").Number
		}
		if n := number(Row{Name: "Lê Thị Một"}); n != "DV00000001" {
			t.Error(n)
		}
		number(Row{Name: "Lê Thị Hai", Number: "DV00000041"})
		if n := number(Row{Name: "Lê Thị Ba"}); n != "DV00000042" {
			t.Error(n)
		}
	})
}

func TestOnlyTheKeeperOfAUnitAdmitsThere(t *testing.T) {
	each(t, func(t *testing.T, x *site) {
		row := Row{Name: "Lê Thị Bình", Unit: x.a, Admitted: day("2020-01-01")}
		_, err := x.s.Admit(x.Ctx, x.holding(x.away, KeepPermission), row)
		refused(t, err, "members.no_unit")
		_, err = x.s.Admit(x.Ctx, x.holding(x.a, ViewPermission), row)
		refused(t, err, "members.may_not")
		_, err = x.s.Admit(x.Ctx, kernel.Actor{}, row)
		refused(t, err, "members.no_unit")
		_, err = x.s.Admit(x.Ctx, x.holding(x.ward, KeepPermission), row)
		must(t, err)
	})
}

func TestMatchFindsByNumberIdentityNameWithBirthDateAndTelephone(t *testing.T) {
	each(t, func(t *testing.T, x *site) {
		id := x.admit(t, Row{Name: "Nguyễn Văn An", Born: day("1985-03-15"), Identity: "000085012345", Phone: "+84 912.345.678", Number: "A1", Unit: x.a, Admitted: day("2020-01-01")})[0]
		keys := []Key{
			{Name: "NGUYEN VAN AN", Born: day("1985-03-15")},
			{Identity: "000085012345"},
			{Phone: "0912345678"},
			{Number: "a1"},
			{Name: "Nguyễn Văn An", Born: day("1985-03-16")},
			{Name: "Nguyễn Văn An"},
			{Identity: "000085012346", Phone: "0912345679", Number: "A2"},
		}
		var got []Found
		x.read(t, func(tx *db.Tx) error {
			var err error
			got, err = x.s.Match(tx, x.top, keys)
			return err
		})
		want := []string{"name", "identity", "phone", "number"}
		if len(got) != len(want) {
			t.Fatalf("%+v", got)
		}
		for i, f := range got {
			if f.Key != i || f.By != want[i] || f.Member != id || f.Unit != x.a || f.Number != "A1" {
				t.Errorf("%d: %+v", i, f)
			}
		}
	})
}

func TestTally(t *testing.T) {
	each(t, func(t *testing.T, x *site) {
		for i, w := range []kernel.Money{8_000_000, 8_000_000, 12_000_001, 0} {
			kind := []string{"indefinite", "fixed", "indefinite", ""}[i]
			x.admit(t, Row{Name: "Lê Thị " + string(rune('A'+i)), Sex: []string{"nữ", "nam"}[i%2], Unit: x.a, Admitted: day("2020-01-01"), Profile: Profile{Wage: w, Work: Work{Employer: "Mẫu", Contract: kind}}})
		}
		x.admit(t, Row{Name: "Lê Văn Tám", Sex: "nam", Unit: x.b, Admitted: day("2026-01-01")})
		var got []Tally
		x.read(t, func(tx *db.Tx) error {
			var err error
			got, err = x.s.Tally(tx, x.top, []kernel.ID{x.b, x.a, x.away}, day("2026-11-23"))
			return err
		})
		if len(got) != 2 {
			t.Fatalf("%+v", got)
		}
		a := got[0]
		if a.Unit != x.a || a.Members != 4 || a.Women != 2 || a.Contracts["indefinite"] != 2 || a.Contracts["fixed"] != 1 || a.Contracts[""] != 1 || a.Waged != 3 || a.Wages != 28_000_001 || a.Average() != 9_333_334 {
			t.Errorf("%+v, average %d", a, a.Average())
		}
		x.read(t, func(tx *db.Tx) error {
			early, err := x.s.Tally(tx, x.top, []kernel.ID{x.a, x.b}, day("2025-12-31"))
			if len(early) != 1 {
				t.Errorf("%+v", early)
			}
			return err
		})
	})
}

func TestAChunkIsReadAgainByItsFact(t *testing.T) {
	each(t, func(t *testing.T, x *site) {
		r := rand.New(rand.NewPCG(1, 2))
		var rows []Row
		for i := range 700 {
			rows = append(rows, invented(r, i, []kernel.ID{x.a, x.b}[i%2]))
		}
		ids := x.admit(t, rows...)
		told := Told{First: ids[0], Last: ids[len(ids)-1], Count: len(ids)}
		var got []kernel.ID
		x.read(t, func(tx *db.Tx) error {
			got = nil
			return x.s.Chunk(tx, x.top, told, day("2026-11-23"), func(m Member) error {
				got = append(got, m.ID)
				if m.Profile.Wage == 0 {
					t.Error("without her sheet")
				}
				return nil
			})
		})
		if !slices.Equal(got, ids) {
			t.Errorf("%d of %d", len(got), len(ids))
		}
		if n := len(x.names(t, "2026-11-23", x.a, x.b)); n != 700 {
			t.Errorf("%d in the lists", n)
		}
	})
}
