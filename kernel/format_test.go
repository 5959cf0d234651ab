package kernel

import (
	"errors"
	"math"
	"testing"
)

func TestDatesAndNumbersAsOnThePage(t *testing.T) {
	i := instant(t, "2026-12-03T08:20")
	for got, want := range map[string]string{
		FormatInstant(i):                    "08:20 thứ năm, 03/12/2026",
		FormatShort(i):                      "03/12 08:20",
		FormatDate(i.Date()):                "03/12/2026",
		FormatDate(Date{}):                  "",
		FormatPercent(97.8):                 "97,8 %",
		FormatPercent(100):                  "100 %",
		FormatShare(2, 3):                   "66,7 %",
		FormatShare(0, 0):                   "–",
		FormatNumber(-1234567.5, 1):         "-1.234.567,5",
		FormatNumber(-0.04, 1):              "0,0",
		FormatNumber(math.NaN(), 1) + "nan": "–nan",
		Money(1234567).String():             "1.234.567 ₫",
		Money(24000).Words():                "hai mươi tư nghìn đồng",
	} {
		if got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

func TestTypedDates(t *testing.T) {
	for in, want := range map[string]string{"31/12/2026": "2026-12-31", "1-2-2026": "2026-02-01", " 29.02.2028 ": "2028-02-29"} {
		d, err := ParseDateVN(in)
		if err != nil || d.String() != want {
			t.Errorf("%q: %s (%v)", in, d, err)
		}
	}
	_, err := ParseDateVN("31/11/2026")
	f := AsFault(err)
	if f == nil || f.Code != "kernel.month_has_days" || f.Args[0] != "11" || f.Args[1] != 30 {
		t.Errorf("31/11/2026: %+v", f)
	}
	_, err = ParseDateVN("29/02/2026")
	if f = AsFault(err); f == nil || f.Args[0] != "2/2026" || f.Args[1] != 28 {
		t.Errorf("29/02/2026: %+v", f)
	}
	for in, code := range map[string]string{"1/13/2026": "kernel.bad_month", "0/1/2026": "kernel.bad_date", "hôm nay": "kernel.bad_date",
		"1/1/26": "kernel.bad_date", "": "kernel.bad_date", "1/1/2026/1": "kernel.bad_date"} {
		_, err := ParseDateVN(in)
		if !errors.Is(err, &Fault{Code: code}) {
			t.Errorf("%q: %v, want %s", in, err, code)
		}
	}
}

func TestTypedMoney(t *testing.T) {
	for in, want := range map[string]Money{"1.234.567": 1234567, "1234567": 1234567, "1 234 567 đ": 1234567, "8.000 ₫": 8000,
		"0": 0, "-5.000đồng": -5000, "1\u00a0000": 1000} {
		m, err := ParseMoneyVN(in)
		if err != nil || m != want {
			t.Errorf("%q: %d (%v)", in, m, err)
		}
	}
	for _, in := range []string{"", "1.23", "1,5", "12.34.567", "1e6", "1.000.", ".100", "9999999999999999", "mười"} {
		_, err := ParseMoneyVN(in)
		if AsFault(err) == nil {
			t.Errorf("%q was read", in)
		}
	}
}

func FuzzParseDateVN(f *testing.F) {
	f.Add("31/12/2026")
	f.Fuzz(func(t *testing.T, s string) {
		d, err := ParseDateVN(s)
		if err != nil {
			return
		}
		again, err := ParseDateVN(FormatDate(d))
		if err != nil || again != d {
			t.Errorf("%q is %s, which is not read back: %v", s, d, err)
		}
	})
}
