package statistics

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"sync"

	"doanket/core/orgs"
	"doanket/internal/audit"
	"doanket/internal/db"
	"doanket/internal/outbox"
	"doanket/internal/paper"
	"doanket/kernel"
)

// Deps is what the room stands on.
//
//glossary:none
type Deps struct {
	DB        *db.DB
	IDs       *kernel.IDs
	Clock     kernel.Clock
	Audit     *audit.Journal
	Outbox    *outbox.Outbox
	Orgs      *orgs.Service
	Press     *paper.Press
	Roll      Roll
	Calendars Calendars
	Base      string // address of the site, for the QR of papers
}

// Service is the room's door.
type Service struct {
	Deps
	read sync.Map // formKey → *Form: versions never change
}

// New opens the room.
func New(d Deps) *Service { return &Service{Deps: d} }

// OpenInput is a period as it is opened.
//
//glossary:none
type OpenInput struct {
	Org      kernel.ID
	CutOff   kernel.Date
	Due      kernel.Date // zero: by the limit of the form
	UpperDue kernel.Date
	Form     string // "" is the form that the grassroots fill in
}

// Names of the fields of the form that opens a period.
const (
	orgField      = "don_vi"
	cutOffField   = "ngay_chot"
	dueField      = "han_gui"
	upperDueField = "han_tong_hop"
)

// The two forms of the union's statistics; their versions are data.
const (
	FillForm = "1-HDCD"
	SumForm  = "2-HDCD"
)

// Open (mở kỳ báo cáo) begins a round of reporting for a unit and what stood below it on the cut-off.
// Refuses at the fields: not_cut_off, cut_off_future, due_before, due_order, need_unit; and with
// statistics.already_open when the cut-off is open above, at or below the unit.
func (s *Service) Open(ctx context.Context, a kernel.Actor, in OpenInput) (Period, error) {
	p := Period{ID: s.IDs.New(), Org: in.Org, CutOff: in.CutOff, Due: in.Due, UpperDue: in.UpperDue, Form: FillForm, SumForm: SumForm,
		Opened: s.Clock.Now(), OpenedBy: a.Name}
	calendar, err := s.Calendars.CalendarOf(ctx, a.Tenant, in.Org)
	if err != nil {
		return p, err
	}
	err = s.DB.Tx(ctx, func(tx *db.Tx) error {
		if in.Org == 0 {
			return invalidPeriod(orgField, "statistics.need_unit")
		}
		where, err := s.place(tx, a, in.Org, in.CutOff)
		if err != nil {
			return err
		}
		err = canOpen(a, where)
		if err != nil {
			return err
		}
		p.Tenant = where.tenant
		err = s.fillPeriod(tx, &p, calendar)
		if err != nil {
			return err
		}
		err = s.notOpenYet(tx, p, where)
		if err != nil {
			return err
		}
		err = insertPeriod(tx, p)
		if err != nil {
			return err
		}
		told := Told{Period: p.ID, Org: p.Org, CutOff: p.CutOff}
		err = s.tell(tx, a, p.Tenant, OpenedFact, "statistics_period:"+p.ID.String(), told)
		if err != nil {
			return err
		}
		return s.Audit.Note(tx, inTenant(a, p.Tenant), OpenedFact, "statistics_period:"+p.ID.String(), nil, p)
	})
	return p, err
}

// fillPeriod pins the versions of the forms and the days.
func (s *Service) fillPeriod(tx *db.Tx, p *Period, c *kernel.Calendar) error {
	fill, err := s.formOn(tx, p.Form, p.CutOff)
	if err != nil {
		return err
	}
	sum, err := s.formOn(tx, p.SumForm, p.CutOff)
	if err != nil {
		return err
	}
	p.FormNo, p.SumNo = fill.No, sum.No
	if p.Due.IsZero() {
		p.Due = c.AddWorkingDays(p.CutOff, fill.limit.N)
	}
	if p.UpperDue.IsZero() {
		p.UpperDue = c.AddWorkingDays(p.CutOff, sum.limit.N)
	}
	var faults kernel.Faults
	if !fill.CutsOff(p.CutOff) {
		faults.Add(cutOffField, "statistics.not_cut_off", cutOffWords(fill))
	}
	if p.CutOff.After(s.Clock.Now().Date().AddDays(366)) {
		faults.Add(cutOffField, "statistics.cut_off_future")
	}
	if !p.Due.After(p.CutOff) {
		faults.Add(dueField, "statistics.due_before")
	}
	if p.UpperDue.Before(p.Due) {
		faults.Add(upperDueField, "statistics.due_order")
	}
	return faults.Err("statistics.invalid_period")
}

func cutOffWords(f *Form) string {
	var out []string
	for _, md := range f.CutOffs {
		out = append(out, strings.TrimPrefix(md[3:], "0")+"/"+strings.TrimPrefix(md[:2], "0"))
	}
	return strings.Join(out, " hoặc ")
}

func invalidPeriod(field, code string, args ...any) error {
	var faults kernel.Faults
	faults.Add(field, code, args...)
	return faults.Err("statistics.invalid_period")
}

// notOpenYet refuses a cut-off that is open above, at or below the unit: a unit reports once.
func (s *Service) notOpenYet(tx *db.Tx, p Period, where place) error {
	other, ok, err := periodCovering(tx, p.Tenant, where.path, p.CutOff)
	if err == nil && !ok {
		other, ok, err = periodBelow(tx, p.Tenant, p.Org, p.CutOff)
	}
	if err != nil || !ok {
		return err
	}
	o, _, err := s.Orgs.Get(tx, other.Org, p.CutOff)
	if err != nil {
		return err
	}
	return kernel.Refuse("statistics.already_open", kernel.FormatDate(p.CutOff), o.Name)
}

// place is where a unit stands: its path on a day, and what is above it today.
func (s *Service) place(tx *db.Tx, a kernel.Actor, org kernel.ID, on kernel.Date) (place, error) {
	var w place
	o, ok, err := s.Orgs.Get(tx, org, on)
	if err != nil {
		return w, err
	}
	if !ok || !a.System && o.Tenant != a.Tenant {
		return w, kernel.Missing("statistics.no_period")
	}
	w.tenant = o.Tenant
	w.path, err = s.Orgs.Path(tx, org, on)
	if err != nil {
		return w, err
	}
	today, err := s.Orgs.Path(tx, org, s.Clock.Now().Date())
	for _, id := range today {
		if !slices.Contains(w.path, id) {
			w.path = append(w.path, id)
		}
	}
	return w, err
}

func inTenant(a kernel.Actor, tenant kernel.ID) kernel.Actor {
	a.Tenant = tenant
	return a
}

func (s *Service) tell(tx *db.Tx, a kernel.Actor, tenant kernel.ID, kind, subject string, t Told) error {
	data, err := json.Marshal(t)
	if err != nil {
		return fmt.Errorf("fact %s: %w", kind, err)
	}
	return s.Outbox.Tell(tx, kernel.Fact{Tenant: tenant, Kind: kind, Version: 1, Subject: subject, Actor: a.Account, Data: data})
}
