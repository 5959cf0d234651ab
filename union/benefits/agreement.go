package benefits

import (
	"slices"
	"strings"

	"doanket/internal/rules"
	"doanket/kernel"
)

// Who (đối tượng) is for whom a rate holds: the member herself, any worker of her workplace, her child.
//
//glossary:none
type Who string

// The groups that agreements name.
const (
	ForMember Who = "member" // đoàn viên
	ForWorker Who = "worker" // người lao động
	ForChild  Who = "child"  // con đoàn viên
)

// Groups are all of them.
var Groups = []Who{ForMember, ForWorker, ForChild}

// Cut (mức giảm) is what is taken off a bill: a share in hundredths of a percent, or a sum.
//
//glossary:none
type Cut struct {
	Percent int          // 1250 is 12,5 %; 0 when Sum is given
	Sum     kernel.Money // face value
	Cap     kernel.Money // at most, of a share; 0: no limit
	Least   kernel.Money // of bills from this sum on; 0: every bill
}

const (
	maxBill    = 1_000_000_000
	maxPercent = 100_00
)

// Of is the discount of a bill to the đồng, half a đồng upwards, and never more than the bill.
func (c Cut) Of(bill kernel.Money) kernel.Money {
	if bill <= 0 || bill < c.Least {
		return 0
	}
	off := c.Sum
	if c.Percent > 0 {
		off = (bill*kernel.Money(c.Percent) + maxPercent/2) / maxPercent
		if c.Cap > 0 {
			off = min(off, c.Cap)
		}
	}
	return min(off, bill)
}

// checked refuses what cannot be a cut, at the fields.
func (c Cut) checked(fs *kernel.Faults) {
	switch {
	case c.Percent == 0 && c.Sum == 0:
		fs.Add("muc", "benefits.no_cut")
	case c.Percent < 0 || c.Percent > maxPercent:
		fs.Add("muc", "benefits.bad_percent")
	case c.Sum < 0 || c.Sum > maxBill:
		fs.Add("muc", "benefits.bad_sum", kernel.Money(maxBill).String())
	}
	if c.Cap < 0 || c.Cap > maxBill {
		fs.Add("toi_da", "benefits.bad_sum", kernel.Money(maxBill).String())
	}
	if c.Cap > 0 && c.Percent == 0 {
		fs.Add("toi_da", "benefits.cap_of_sum")
	}
	if c.Least < 0 || c.Least > maxBill {
		fs.Add("tu", "benefits.bad_sum", kernel.Money(maxBill).String())
	}
}

// Rate (mức ưu đãi) is what a partner takes off some goods for some people.
//
//glossary:none
type Rate struct {
	ID    kernel.ID
	Goods string
	Who   Who
	Cut   Cut
}

// Place (nơi áp dụng) is where an agreement holds. Area is the area through all its versions, found by
// its code on the day the agreement began to hold.
//
//glossary:none
type Place struct {
	ID       kernel.ID
	Name     string
	Address  string
	Code     string
	Area     kernel.ID
	AreaName string
	Province kernel.ID
}

// Paper (tệp thoả thuận) is the signed agreement as a file.
//
//glossary:none
type Paper struct {
	SHA, Name, Type string
	Size            int64
}

// Agreement (thoả thuận ưu đãi) is what a unit signed with a partner for the members below it.
type Agreement struct {
	ID            kernel.ID
	Tenant        kernel.ID
	Org           kernel.ID // the unit that signed it
	Partner       kernel.ID // the partner's account
	PartnerName   string
	Title         string
	Number        string // of the paper
	Terms         string // what is agreed besides, in words
	Rule          string // who of the members may use it; "" is everybody
	From, To      kernel.Date
	CancelMinutes int // how long a redemption may be cancelled
	Paper         Paper
	State         State
	PreparedBy    kernel.ID
	Preparer      string
	ApprovedBy    kernel.ID
	Approver      string
	ApprovedAt    kernel.Instant
	EndedOn       kernel.Date
	EndReason     string
	Rates         []Rate
	Places        []Place
	Version       int64
}

// Holds tells whether it may be used on a day: that does not wait for the clock's job.
func (g Agreement) Holds(on kernel.Date) bool {
	return (g.State == Signed || g.State == Running) && !on.Before(g.From) && !on.After(g.To)
}

// Days left until its last day.
func (g Agreement) Days(on kernel.Date) int { return on.DaysUntil(g.To) }

// AgreementInput is an agreement as it is written.
//
//glossary:none
type AgreementInput struct {
	Org           kernel.ID
	Partner       kernel.ID
	Title         string
	Number        string
	Terms         string
	Rule          string
	From, To      kernel.Date
	CancelMinutes int
}

const (
	maxCancel   = 24 * 60
	maxRates    = 30
	maxPlaces   = 200
	maxAnything = 4000
)

// write fills a draft; every fault is told at its field.
func (g *Agreement) write(in AgreementInput, partners []Partner, words *rules.Vocabulary) error {
	var fs kernel.Faults
	if in.Org == 0 {
		fs.Add("don_vi", "benefits.no_unit")
	}
	at := slices.IndexFunc(partners, func(p Partner) bool { return p.Account == in.Partner })
	if at < 0 {
		fs.Add("doi_tac", "benefits.no_partner")
	}
	title := strings.TrimSpace(in.Title)
	if n := len([]rune(title)); n < 3 || n > 200 {
		fs.Add("ten", "benefits.no_title")
	}
	if in.From.IsZero() {
		fs.Add("tu_ngay", "benefits.no_day")
	}
	if in.To.IsZero() {
		fs.Add("den_ngay", "benefits.no_day")
	}
	if !in.From.IsZero() && !in.To.IsZero() && in.To.Before(in.From) {
		fs.Add("den_ngay", "benefits.ends_before")
	}
	if in.CancelMinutes < 0 || in.CancelMinutes > maxCancel {
		fs.Add("phut_huy", "benefits.bad_minutes", maxCancel)
	}
	if len([]rune(in.Terms)) > maxAnything {
		fs.Add("dieu_khoan", "benefits.too_long", maxAnything)
	}
	rule := strings.TrimSpace(in.Rule)
	if rule != "" {
		_, err := words.Condition("dieu_kien", rule)
		if f := kernel.AsFault(err); f != nil {
			for _, x := range f.Fields {
				fs.Add(x.Field, x.Code, x.Args...)
			}
		}
	}
	err := fs.Err("benefits.invalid")
	if err != nil {
		return err
	}
	g.Org, g.Partner, g.PartnerName, g.Title, g.Number, g.Terms, g.Rule = in.Org, in.Partner, partners[at].Name, title, in.Number, strings.TrimSpace(in.Terms), rule
	g.From, g.To, g.CancelMinutes = in.From, in.To, in.CancelMinutes
	return nil
}

// move takes a verb of the flow; it refuses with benefits.not_now.
func (g *Agreement) move(v Verb) error {
	to, ok := agreementFlow.Next(g.State, v)
	if !ok {
		return kernel.Refuse("benefits.not_now")
	}
	g.State = to
	return nil
}

// judge is the condition of an agreement made ready; nil is open to every member.
func (g Agreement) judge(words *rules.Vocabulary) (*rules.Condition, error) {
	if g.Rule == "" {
		return nil, nil
	}
	return words.Condition("dieu_kien", g.Rule)
}

// weigh says whether a member may use it, and why.
func weigh(c *rules.Condition, record rules.Values) rules.Finding {
	if c == nil {
		return rules.Finding{Verdict: rules.Yes}
	}
	return c.Test(record)
}

// checkedRate brings a rate into its stored form.
func checkedRate(r Rate) (Rate, error) {
	var fs kernel.Faults
	r.Goods = strings.TrimSpace(r.Goods)
	if n := len([]rune(r.Goods)); n < 2 || n > 200 {
		fs.Add("hang", "benefits.no_goods")
	}
	if !slices.Contains(Groups, r.Who) {
		fs.Add("ai", "benefits.no_group")
	}
	r.Cut.checked(&fs)
	return r, fs.Err("benefits.invalid")
}
