package members

import (
	"context"
	"encoding/json"
	"slices"
	"strings"

	"doanket/internal/db"
	"doanket/kernel"
)

// filing is an application as it is handed in.
type filing struct {
	Unit   kernel.ID
	In     sheetForm
	Self   bool   // by the person herself, else by the keeper of the unit
	Source string // "dossier:123"
}

// file takes an application in. Refuses with members.invalid at the fields, members.open_already,
// members.no_unit, members.may_not. The same source a second time gives the application that is there.
func (s *Service) file(ctx context.Context, a kernel.Actor, f filing) (Application, error) {
	var out Application
	err := s.DB.Tx(ctx, func(tx *db.Tx) error {
		var err error
		out, err = s.fileIn(tx, a, f)
		return err
	})
	return out, err
}

func (s *Service) fileIn(tx *db.Tx, a kernel.Actor, f filing) (Application, error) {
	there, ok, err := applicationBySource(tx, a.Tenant, f.Source)
	if err != nil || ok {
		return there, err
	}
	asks := a
	if f.Self { // anybody may apply anywhere
		asks = program(a.Tenant)
	}
	tenant, err := s.openUnit(tx, asks, f.Unit)
	if err != nil {
		return Application{}, err
	}
	if tenant != a.Tenant {
		return Application{}, kernel.Missing("members.no_unit")
	}
	form, err := json.Marshal(f.In)
	if err != nil {
		return Application{}, err
	}
	p := Application{ID: s.IDs.New(), Tenant: tenant, Unit: f.Unit, Source: f.Source, State: ApplicationFiled, FiledName: a.Name, FiledAt: s.Clock.Now(), form: string(form)}
	if f.Self {
		p.Person, p.Account = a.Person, a.Account
	}
	err = s.checkApplication(tx, &p)
	if err != nil {
		return Application{}, err
	}
	err = insertApplication(tx, p)
	if err != nil {
		return Application{}, err
	}
	err = s.tell(tx, a, tenant, FactApplicationFiled, Told{Unit: p.Unit, Application: p.ID})
	if err != nil {
		return Application{}, err
	}
	return p, s.Audit.Note(tx, inTenant(a, tenant), FactApplicationFiled, "application:"+p.ID.String(), nil, map[string]any{"unit": p.Unit})
}

// checkApplication looks an application over as its admission will be, today.
func (s *Service) checkApplication(tx *db.Tx, p *Application) error {
	var faults kernel.Faults
	r := p.row(&faults)
	err := faults.Err("members.invalid")
	if err != nil {
		return err
	}
	r.Admitted = s.today()
	if p.Person != 0 { // her name and number stand with the person
		r.Person = 0
		r.Identity = ""
	}
	err = s.checkRow(&r, s.today())
	if err != nil {
		return err
	}
	checkForeigner(r.Profile, s.today(), &faults)
	err = faults.Err("members.invalid")
	if err != nil {
		return err
	}
	p.Name = r.Name
	if p.Person == 0 && r.Identity != "" {
		found, err := s.Match(tx, p.Tenant, []Key{{Identity: r.Identity}})
		if err != nil {
			return err
		}
		for _, x := range found {
			if x.By == "identity" {
				p.Person = x.Person // a number is one person's
			}
		}
	}
	if p.Person == 0 {
		return nil
	}
	m, ok, err := s.OfPerson(tx, p.Tenant, p.Person, s.today())
	if err == nil && ok && m.Ended.IsZero() {
		return kernel.Refuse("members.open_already")
	}
	return err
}

// deciding is a decision on some applications.
type deciding struct {
	Unit       kernel.ID
	IDs        []kernel.ID
	Number     string
	On         kernel.Date
	Signer     string
	SignerPost string
}

// decide admits all the applicants by one decision of the committee, in one transaction: all or nobody.
// Refuses with members.invalid at the fields, members.nobody_chosen, members.application_closed,
// members.application_stuck with the name of whoever stands in the way.
func (s *Service) decide(ctx context.Context, a kernel.Actor, in deciding) (Batch, error) {
	var faults kernel.Faults
	in.Number, in.Signer = strings.TrimSpace(in.Number), strings.TrimSpace(in.Signer)
	if in.Number == "" {
		faults.Add("quyet_dinh", "members.basis_needed")
	}
	if in.On.IsZero() || in.On.After(s.today()) {
		faults.Add("ngay", "members.day_needed")
	}
	if in.Signer == "" {
		faults.Add("nguoi_ky", "members.signer_needed")
	}
	if len(in.IDs) == 0 {
		faults.Add("don", "members.nobody_chosen")
	}
	err := faults.Err("members.invalid")
	if err != nil {
		return Batch{}, err
	}
	var b Batch
	err = s.DB.Tx(ctx, func(tx *db.Tx) error {
		path, err := s.path(tx, in.Unit)
		if err != nil {
			return err
		}
		err = canDecideUnit(a, path)
		if err != nil {
			return err
		}
		b = Batch{ID: s.IDs.New(), Tenant: a.Tenant, Unit: in.Unit, Number: in.Number, Decided: in.On, Signer: in.Signer, SignerPost: strings.TrimSpace(in.SignerPost), Members: int64(len(in.IDs)), ByName: a.Name, At: s.Clock.Now()}
		err = s.admitBatch(tx, a, b, in.IDs)
		if err != nil {
			return err
		}
		err = insertBatch(tx, b, a.Account)
		if name, _ := db.Unique(err); name == "member_batch_number" {
			return &kernel.Fault{Kind: kernel.Invalid, Code: "members.invalid", Fields: []kernel.FieldFault{{Field: "quyet_dinh", Code: "members.number_used"}}}
		}
		return err
	})
	return b, err
}

func (s *Service) admitBatch(tx *db.Tx, a kernel.Actor, b Batch, ids []kernel.ID) error {
	var rows []Row
	var list []Application
	for _, id := range ids {
		p, ok, err := loadApplication(tx, id)
		if err != nil {
			return err
		}
		if !ok || p.Unit != b.Unit {
			return kernel.Missing("members.no_application")
		}
		var faults kernel.Faults
		r := p.row(&faults)
		err = s.checkApplication(tx, &p)
		if f := kernel.AsFault(err); f != nil {
			return kernel.Refuse("members.application_stuck", p.Name)
		}
		if err != nil {
			return err
		}
		r.Person, r.Admitted, r.Basis = p.Person, b.Decided, b.Number
		rows, list = append(rows, r), append(list, p)
	}
	done, err := s.AdmitMany(tx, kernel.Actor{System: true, Tenant: a.Tenant, Account: a.Account, Person: a.Person, Name: a.Name, Post: a.Post, Org: a.Org}, rows)
	if err != nil {
		return err
	}
	for i, p := range list {
		p.State, p.Batch, p.Member, p.AnsweredName, p.AnsweredAt = ApplicationAdmitted, b.ID, done.Members[i], a.Name, b.At
		moved, err := closeApplication(tx, p)
		if err != nil {
			return err
		}
		if !moved {
			return kernel.Refuse("members.application_closed")
		}
		err = s.tell(tx, a, p.Tenant, FactApplicationAnswered, Told{Member: p.Member, Unit: p.Unit, Application: p.ID, Batch: b.ID})
		if err != nil {
			return err
		}
	}
	return nil
}

// canDecideUnit: admission is decided by the committee of the unit or of one above it.
func canDecideUnit(a kernel.Actor, path []kernel.ID) error {
	if a.System || a.Can(DecidePermission, path) {
		return nil
	}
	if mayView(a, path) {
		return kernel.Forbid("members.may_not")
	}
	return kernel.Missing("members.no_unit")
}

// closeApplicationAs refuses an application with a reason, or takes it back for who filed it.
func (s *Service) closeApplicationAs(ctx context.Context, a kernel.Actor, id kernel.ID, to ApplicationState, answer string) error {
	answer = strings.TrimSpace(answer)
	return s.DB.Tx(ctx, func(tx *db.Tx) error {
		p, path, err := s.applicationIn(tx, a, id)
		if err != nil {
			return err
		}
		own := p.Account != 0 && p.Account == a.Account
		if to == ApplicationWithdrawn && !own && !a.Can(KeepPermission, path) || to == ApplicationRefused && !a.Can(DecidePermission, path) {
			return kernel.Forbid("members.may_not")
		}
		if to == ApplicationRefused && answer == "" {
			var faults kernel.Faults
			faults.Add("ly_do", "members.reason_needed")
			return faults.Err("members.invalid")
		}
		p.State, p.AnsweredName, p.AnsweredAt, p.Answer = to, a.Name, s.Clock.Now(), answer
		moved, err := closeApplication(tx, p)
		if err != nil {
			return err
		}
		if !moved {
			return kernel.Refuse("members.application_closed")
		}
		err = s.tell(tx, a, p.Tenant, FactApplicationAnswered, Told{Unit: p.Unit, Application: p.ID})
		if err != nil {
			return err
		}
		return s.Audit.Note(tx, inTenant(a, p.Tenant), FactApplicationAnswered, "application:"+p.ID.String(), nil, map[string]any{"state": to, "answer": answer})
	})
}

// isPerson says that an applicant is somebody who is entered already; 0 takes it back.
func (s *Service) isPerson(ctx context.Context, a kernel.Actor, id, person kernel.ID) error {
	return s.DB.Tx(ctx, func(tx *db.Tx) error {
		p, path, err := s.applicationIn(tx, a, id)
		if err != nil {
			return err
		}
		if !a.Can(KeepPermission, path) {
			return kernel.Forbid("members.may_not")
		}
		doubles, err := s.doubles(tx, a, p)
		if err != nil {
			return err
		}
		if person != 0 && !slices.ContainsFunc(doubles, func(d double) bool { return d.Person == person }) {
			return kernel.Missing("members.no_person")
		}
		err = setApplicant(tx, id, person)
		if err != nil {
			return err
		}
		return s.Audit.Note(tx, inTenant(a, p.Tenant), "members.applicant_known", "application:"+id.String(), nil, map[string]any{"person": person})
	})
}
