package kernel

import "math"

// LunarDate (ngày âm lịch) is a day of the Vietnamese lunar calendar, which is reckoned at UTC+7.
// The Chinese calendar is reckoned at UTC+8 and differs now and then: Tết of 1985, 2007 and 2030.
type LunarDate struct {
	Year, Month, Day int
	Leap             bool // the second of two months with the same number
}

// Julian day numbers of whole days: noon of the civil day, as astronomers count.
const (
	julianOf2000  = 2451545           // 2000-01-01
	meanLunation  = 29.530588853      // days between two mean new moons
	firstNewMoon  = 2415021.076998695 // the new moon of 1900-01-01, in Julian days
	zoneAsDays    = 7.0 / 24
	radPerDegree  = math.Pi / 180
	winterSegment = 9 // the sun's longitude 270°–300°: the twelve segments of 30° begin with the March equinox
)

var dayOf2000 = Date{2000, 1, 1}

func julian(d Date) int            { return dayOf2000.DaysUntil(d) + julianOf2000 }
func fromJulian(n int) Date        { return dayOf2000.AddDays(n - julianOf2000) }
func sine(degrees float64) float64 { return math.Sin(degrees * radPerDegree) }

// floor rounds towards minus infinity. Cutting towards zero instead puts 1985 one month wrong,
// because lunations are counted back from 1900 for some of the terms.
func floor(x float64) int { return int(math.Floor(x)) }

// newMoon is the civil day (at UTC+7) of the k-th new moon since 1900, by the periodic terms of
// Meeus, "Astronomical Formulae for Calculators", good to about two minutes in our centuries.
func newMoon(k int) int {
	n := float64(k)
	t := n / 1236.85 // Julian centuries since 1900
	t2, t3 := t*t, t*t*t
	mean := 2415020.75933 + 29.53058868*n + 0.0001178*t2 - 0.000000155*t3
	mean += 0.00033 * sine(166.56+132.87*t-0.009173*t2)
	sun := 359.2242 + 29.10535608*n - 0.0000333*t2 - 0.00000347*t3
	moon := 306.0253 + 385.81691806*n + 0.0107306*t2 + 0.00001236*t3
	node := 21.2964 + 390.67050646*n - 0.0016528*t2 - 0.00000239*t3
	wave := (0.1734-0.000393*t)*sine(sun) + 0.0021*sine(2*sun) -
		0.4068*sine(moon) + 0.0161*sine(2*moon) - 0.0004*sine(3*moon) +
		0.0104*sine(2*node) - 0.0051*sine(sun+moon) - 0.0074*sine(sun-moon) +
		0.0004*sine(2*node+sun) - 0.0004*sine(2*node-sun) - 0.0006*sine(2*node+moon) +
		0.0010*sine(2*node-moon) + 0.0005*sine(2*moon+sun)
	return floor(mean + wave - earthLag(t) + 0.5 + zoneAsDays)
}

// earthLag is the difference between the even time of astronomy and the turning of the earth, in days.
func earthLag(t float64) float64 {
	t2, t3 := t*t, t*t*t
	if t < -11 {
		return 0.001 + 0.000839*t + 0.0002261*t2 - 0.00000845*t3 - 0.000000081*t*t3
	}
	return -0.000278 + 0.000265*t + 0.000262*t2
}

// sunSegment tells in which of the twelve segments of 30° the sun stands at 00:00 (UTC+7) of the day.
func sunSegment(day int) int {
	t := (float64(day) - 0.5 - zoneAsDays - 2451545.0) / 36525
	t2 := t * t
	mean := 357.52910 + 35999.05030*t - 0.0001559*t2 - 0.00000048*t*t2
	long := 280.46645 + 36000.76983*t + 0.0003032*t2
	long += (1.914600-0.004817*t-0.000014*t2)*sine(mean) +
		(0.019993-0.000101*t)*sine(2*mean) + 0.000290*sine(3*mean)
	return floor((long - 360*math.Floor(long/360)) / 30)
}

// eleventhMonth is the first day of the lunar month that holds the winter solstice of the solar
// year, and the number of its new moon.
func eleventhMonth(year int) (start, k int) {
	k = floor((float64(julian(Date{year, 12, 31})) - 2415021) / meanLunation)
	start = newMoon(k)
	if sunSegment(start) >= winterSegment {
		k--
		start = newMoon(k)
	}
	return start, k
}

// leapOffset finds which month after the eleventh is the leap one: the first in which the sun does
// not enter a new segment.
func leapOffset(k int) int {
	last := sunSegment(newMoon(k + 1))
	for i := 2; i < 15; i++ {
		now := sunSegment(newMoon(k + i))
		if now == last {
			return i - 1
		}
		last = now
	}
	return 0
}

// Lunar gives the lunar date of a day.
func (d Date) Lunar() LunarDate {
	day := julian(d)
	k := floor((float64(day) - firstNewMoon) / meanLunation)
	start := newMoon(k + 1)
	for start > day { // the true new moon strays from the mean one by more than half a day
		start = newMoon(k)
		k--
	}
	year := d.Year
	eleventh, ke := eleventhMonth(year)
	next := eleventh
	if eleventh >= start {
		eleventh, ke = eleventhMonth(year - 1)
	} else {
		year++
		next, _ = eleventhMonth(year)
	}
	months := floor(float64(start-eleventh)/29 + 0.01)
	l := LunarDate{Year: year, Month: months + 11, Day: day - start + 1}
	if next-eleventh > 365 {
		leap := leapOffset(ke)
		if months >= leap {
			l.Month = months + 10
			l.Leap = months == leap
		}
	}
	if l.Month > 12 {
		l.Month -= 12
	}
	if l.Month >= 11 && months < 4 {
		l.Year--
	}
	return l
}

// Solar gives the day of a lunar date. Refuses with kernel.bad_lunar_date when the year has no such
// month or the month no such day.
func (l LunarDate) Solar() (Date, error) {
	bad := &Fault{Kind: Invalid, Code: "kernel.bad_lunar_date", Args: []any{l.Day, l.Month, l.Year}}
	if l.Month < 1 || l.Month > 12 || l.Day < 1 || l.Day > 30 || l.Year < 2 || l.Year > 9998 {
		return Date{}, bad
	}
	before := l.Year - 1
	if l.Month >= 11 {
		before = l.Year
	}
	eleventh, k := eleventhMonth(before)
	next, _ := eleventhMonth(before + 1)
	offset := l.Month - 11
	if offset < 0 {
		offset += 12
	}
	if next-eleventh > 365 {
		leap := leapOffset(k)
		if offset >= leap || l.Leap {
			offset++
		}
	}
	d := fromJulian(newMoon(k+offset) + l.Day - 1)
	if d.Lunar() != l {
		return Date{}, bad
	}
	return d, nil
}

// Tet (Tết Nguyên đán) is the first day of the lunar year that begins in the solar year.
func Tet(year int) (Date, error) { return LunarDate{Year: year, Month: 1, Day: 1}.Solar() }
