package orgs

import (
	"testing"

	"doanket/internal/sheets"
	"doanket/kernel"
)

func FuzzATableFromOutsideIsReadOrRefusedWithASentence(f *testing.F) {
	for _, s := range []string{"", "a,b\n", "Tên đơn vị;Loại đơn vị;Đơn vị cấp trên;Ngày thành lập;Số quyết định;Ngày quyết định\nA;B;C;01/07/2026;1;2026-07-01\n", "PK\x03\x04", "\xef\xbb\xbf\"", "Tên đơn vị\t\"\n"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, content []byte) {
		rows, err := readTable(content)
		if err == nil {
			var s sheet
			s, err = readSheet(rows)
			p := Plan{table: s}
			for _, l := range s.lines {
				line := p.read(l)
				if line.Verdict == WillFound && (line.Name == "" || line.founding.Basis.Effective.IsZero()) {
					t.Errorf("line %d would be founded without a name or a day: %+v", l.Number, line)
				}
				for _, fault := range line.Faults {
					if _, ok := Messages()[fault.Code]; !ok {
						t.Errorf("%s has no sentence", fault.Code)
					}
				}
			}
		}
		if err == nil {
			return
		}
		fault := kernel.AsFault(err)
		if fault == nil {
			t.Fatal(err)
		}
		if Messages()[fault.Code] == "" && sheets.Messages()[fault.Code] == "" {
			t.Errorf("%s has no sentence", fault.Code)
		}
	})
}

func TestDaysOfATableAreReadAsOfficesWriteThem(t *testing.T) {
	want := kernel.Date{Year: 2026, Month: 7, Day: 1}
	for _, s := range []string{"01/07/2026", "1/7/2026", "2026-07-01", "46204"} {
		got, err := readDay(s)
		if err != nil || got != want {
			t.Errorf("%q: %v %v", s, got, err)
		}
	}
	for _, s := range []string{"31/11/2026", "abc", "-5", "1e9"} {
		_, err := readDay(s)
		if err == nil {
			t.Errorf("%q passes for a day", s)
		}
	}
}
