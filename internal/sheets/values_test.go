package sheets

import (
	"strconv"
	"strings"
	"testing"

	"doanket/kernel"
)

func TestDatesAreReadAsOfficesWriteThem(t *testing.T) {
	rules := DateRules{Latest: kernel.Date{Year: 2026, Month: 11, Day: 30}}
	whole := kernel.Date{Year: 1985, Month: 12, Day: 31}
	for _, s := range []string{"31/12/1985", "31-12-1985", "31.12.1985", "31 12 1985", "1985-12-31", "1985/12/31", "ngày 31 tháng 12 năm 1985", "Ngày 31/12/1985", "31-Dec-1985", "31121985", "19851231", "31412", "31412.5", "31/12/1985 08:30", "1985-12-31T00:00:00", " 31 / 12 / 1985 ", "'31/12/1985", "Dec 31, 1985"} {
		d, doubt, err := rules.Read(s)
		if err != nil || d.Date != whole || d.Precision != WholeDay || doubt != nil {
			t.Errorf("%q: %v %v %v", s, d, doubt, err)
		}
	}
	for s, want := range map[string]struct {
		day  string
		code string
	}{"31-12-85": {"1985-12-31", "sheets.two_digit_year"}, "1/2/05": {"2005-02-01", "sheets.two_digit_year"}, "1/12/26": {"1926-12-01", "sheets.two_digit_year"}, "30/11/26": {"2026-11-30", "sheets.two_digit_year"}, "12/31/1985": {"1985-12-31", "sheets.month_first"}} {
		d, doubt, err := rules.Read(s)
		if err != nil || d.String() != want.day || doubt == nil || doubt.Code != want.code {
			t.Errorf("%q: %v %+v %v", s, d, doubt, err)
		}
	}
	for s, want := range map[string]Date{"tháng 12/1985": {kernel.Date{Year: 1985, Month: 12, Day: 1}, MonthOnly}, "12/1985": {kernel.Date{Year: 1985, Month: 12, Day: 1}, MonthOnly}, "T12/1985": {kernel.Date{Year: 1985, Month: 12, Day: 1}, MonthOnly}, "1985": {kernel.Date{Year: 1985, Month: 1, Day: 1}, YearOnly}, "năm 1985": {kernel.Date{Year: 1985, Month: 1, Day: 1}, YearOnly}} {
		d, _, err := rules.Read(s)
		if err != nil || d != want {
			t.Errorf("%q: %+v %v", s, d, err)
		}
		_, err = d.Whole(s)
		refused(t, err, map[Precision]string{MonthOnly: "sheets.month_only", YearOnly: "sheets.year_only"}[want.Precision])
	}
	for _, s := range []string{"", "abc", "31/13/1985", "0/1/1985", "1/2/3/1985", "12", "-5", "1e9", "99999", "31/12", "31/12/985", "tháng 13/1985", strings.Repeat("1", 80)} {
		_, _, err := rules.Read(s)
		refused(t, err, "sheets.bad_date")
	}
	_, _, err := rules.Read("31/11/2026")
	refused(t, err, "sheets.no_such_day")
	d, _, err := DateRules{Since1904: true}.Read("29950")
	if err != nil || d.Date != whole {
		t.Errorf("1904: %v %v", d, err)
	}
	for serial, want := range map[float64]string{1: "1900-01-01", 59: "1900-02-28", 61: "1900-03-01", 36526: "2000-01-01", 46204: "2026-07-01"} {
		d, ok := serialDate(serial, false)
		if !ok || d.String() != want {
			t.Errorf("%v: %v", serial, d)
		}
	}
	if _, ok := serialDate(60, false); ok {
		t.Error("29/02/1900 is in no calendar")
	}
}

func TestMoneyIsReadAsOfficesWriteIt(t *testing.T) {
	for s, want := range map[string]kernel.Money{"1.234.567": 1234567, "1,234,567": 1234567, "1 234 567": 1234567, "4.680.000 đ": 4680000, "4.680.000đ": 4680000, "4,680,000 VNĐ": 4680000, "5,2 triệu": 5200000, "5.2tr": 5200000, "350 nghìn": 350000, "350k": 350000, "1,5 tỷ": 1500000000, "1.234": 1234, "1,234": 1234, "1.234.567,00": 1234567, "0": 0, "-500.000": -500000, "(500.000)": -500000, "2.340.000 đồng": 2340000, "1,250 triệu": 1250000} {
		got, err := ReadMoney(Cell{Text: s})
		if err != nil || got != want {
			t.Errorf("%q: %d %v, want %d", s, got, err, want)
		}
	}
	for s, want := range map[string]kernel.Money{"4680000": 4680000, "4680000.0": 4680000} {
		got, err := ReadMoney(Cell{Text: s, Kind: Number})
		if err != nil || got != want {
			t.Errorf("number %q: %d %v", s, got, err)
		}
	}
	for _, s := range []string{"", "abc", "1.23.4", "12,5", "1.2345", "5,2345678 triệu", "1.234.567,50", "99999999999999999", "1.23,45", "--5"} {
		_, err := ReadMoney(Cell{Text: s})
		refused(t, err, "sheets.bad_money")
	}
	_, err := ReadMoney(Cell{Text: "4,68E+06"})
	refused(t, err, "sheets.damaged_number")
}

func TestNumbersKeepTheirMeaning(t *testing.T) {
	for s, want := range map[string]float64{"1.234.567,5": 1234567.5, "1,234,567.5": 1234567.5, "1234,5": 1234.5, "0,125": 0.125, "12": 12, "97,5%": 97.5} {
		got, doubt, err := ReadNumber(Cell{Text: s})
		if err != nil || got != want || doubt != nil {
			t.Errorf("%q: %v %v %v", s, got, doubt, err)
		}
	}
	got, doubt, err := ReadNumber(Cell{Text: "1.234"})
	if err != nil || got != 1234 || doubt == nil || doubt.Proposal != "1.234" {
		t.Errorf("unclear: %v %+v %v", got, doubt, err)
	}
	got, doubt, err = ReadNumber(Cell{Text: "1.234", Kind: Number})
	if err != nil || got != 1.234 || doubt != nil {
		t.Errorf("a workbook's number is clear: %v %+v %v", got, doubt, err)
	}
	n, err := ReadInt(Cell{Text: "1.234"})
	if err != nil || n != 1234 {
		t.Errorf("%d %v", n, err)
	}
}

func TestAnIdentityNumberIsNeverMendedSilently(t *testing.T) {
	for _, s := range []string{"079203001234", "079 203 001 234", "'079203001234", "079.203.001.234"} {
		got, doubt, err := ReadIdentity(Cell{Text: s})
		if err != nil || got != "079203001234" || doubt != nil {
			t.Errorf("%q: %q %v %v", s, got, doubt, err)
		}
	}
	for s, want := range map[string]string{"79203001234": "079203001234", "1203001234": "001203001234"} {
		got, doubt, err := ReadIdentity(Cell{Text: s, Kind: Number})
		if err != nil || got != "" || doubt == nil || doubt.Code != "sheets.lost_zero" || doubt.Proposal != want {
			t.Errorf("%q: %q %+v %v", s, got, doubt, err)
		}
	}
	for _, s := range []string{"1E+11", "7,92E+10", "7.92030E10"} {
		_, _, err := ReadIdentity(Cell{Text: s})
		refused(t, err, "sheets.damaged_number")
	}
	got, doubt, err := ReadIdentity(Cell{Text: "123457000000"})
	if err != nil || got == "" || doubt == nil || doubt.Code != "sheets.damaged_number" {
		t.Errorf("a number that ends in zeros: %q %+v %v", got, doubt, err)
	}
	_, _, err = ReadIdentity(Cell{Text: "123456789"})
	refused(t, err, "sheets.old_identity")
	for _, s := range []string{"", "12", "07920300123x", "0792030012345"} {
		_, _, err = ReadIdentity(Cell{Text: s})
		refused(t, err, "sheets.bad_identity")
	}
}

func TestPhonesNamesAndSexes(t *testing.T) {
	for s, want := range map[string]string{"0912345678": "0912345678", "+84 912 345 678": "0912345678", "84912345678": "0912345678", "0084-912-345-678": "0912345678", "(028) 3822 1234": "02838221234", "0912.345.678": "0912345678", "+840912345678": "0912345678"} {
		got, doubt, err := ReadPhone(Cell{Text: s})
		if err != nil || got != want || doubt != nil {
			t.Errorf("%q: %q %v %v", s, got, doubt, err)
		}
	}
	got, doubt, err := ReadPhone(Cell{Text: "912345678", Kind: Number})
	if err != nil || got != "0912345678" || doubt == nil {
		t.Errorf("%q %v %v", got, doubt, err)
	}
	for _, s := range []string{"", "abc", "12345", "0112345678", "+1 202 555 0100"} {
		_, _, err = ReadPhone(Cell{Text: s})
		refused(t, err, "sheets.bad_phone")
	}
	for s, want := range map[string]string{"  NGUYỄN  VĂN AN ": "Nguyễn Văn An", "nguyễn văn an": "Nguyễn Văn An", "Nguyễn Văn AN": "Nguyễn Văn AN", "H'HEN NIÊ": "H'Hen Niê", "Nguyê\u0303n Văn An": "Nguyễn Văn An", "Lê Văn Bình.": "Lê Văn Bình"} {
		got, err := NameRules{ProperCase: true}.Read(s)
		if err != nil || got != want {
			t.Errorf("%q: %q %v", s, got, err)
		}
	}
	_, err = NameRules{}.Read("An")
	refused(t, err, "sheets.short_name")
	_, err = NameRules{}.Read("Nguyễn Văn 5")
	refused(t, err, "sheets.bad_name")
	for s, want := range map[string]Sex{"Nam": Male, "NỮ": Female, "nu": Female, "": UnknownSex, "-": UnknownSex, "F": Female, "Bà": Female} {
		got, err := ReadSex(s)
		if err != nil || got != want {
			t.Errorf("%q: %q %v", s, got, err)
		}
	}
	_, err = ReadSex("khác gì")
	refused(t, err, "sheets.bad_sex")
	if s, err := ReadSexMarks("", "x"); err != nil || s != Female {
		t.Errorf("%q %v", s, err)
	}
	_, err = ReadSexMarks("x", "x")
	refused(t, err, "sheets.bad_sex")
}

func FuzzValuesAreReadOrRefused(f *testing.F) {
	for _, s := range []string{"31/12/1985", "5,2 triệu", "1E+11", "079203001234", "+84 912", "tháng 12/1985", "(1.234,5)", "0'1"} {
		f.Add(s, false)
	}
	f.Fuzz(func(t *testing.T, s string, number bool) {
		c := Cell{Text: s}
		if number {
			c.Kind = Number
		}
		heard := func(err error) {
			if err != nil && (kernel.AsFault(err) == nil || Messages()[kernel.AsFault(err).Code] == "") {
				t.Errorf("%q: %v", s, err)
			}
		}
		d, _, err := DateRules{}.Read(s)
		heard(err)
		if err == nil {
			again, _, err := DateRules{}.Read(kernel.FormatDate(d.Date))
			if err != nil || again.Date != d.Date {
				t.Errorf("%q was read as %v, which is not read: %v", s, d, err)
			}
		}
		m, err := ReadMoney(c)
		heard(err)
		if err == nil {
			again, err := ReadMoney(Cell{Text: m.String()})
			if err != nil || again != m {
				t.Errorf("%q was read as %v, which reads %v %v", s, m, again, err)
			}
		}
		id, doubt, err := ReadIdentity(c)
		heard(err)
		if err == nil && (len(id) != 12 && doubt == nil) {
			t.Errorf("%q gave identity %q without a doubt", s, id)
		}
		p, _, err := ReadPhone(c)
		heard(err)
		if err == nil {
			again, _, err := ReadPhone(Cell{Text: p})
			if err != nil || again != p {
				t.Errorf("%q: phone %q reads %q %v", s, p, again, err)
			}
		}
		_, err = NameRules{ProperCase: true}.Read(s)
		heard(err)
		_, err = ReadSex(s)
		heard(err)
		_, _, err = ReadNumber(c)
		heard(err)
		if n, err := ReadInt(c); err == nil {
			if again, err := ReadInt(Cell{Text: strconv.FormatInt(n, 10)}); err != nil || again != n {
				t.Errorf("%q: %d reads %d %v", s, n, again, err)
			}
		}
		if tidy(tidy(s)) != tidy(s) || Guarded(s) != s && unguarded(Guarded(s)) != s {
			t.Errorf("%q is not stable", s)
		}
	})
}
