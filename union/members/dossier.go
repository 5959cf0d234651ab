package members

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"

	"doanket/core/people"
	"doanket/internal/db"
	"doanket/kernel"
)

// DossierAdmission (hồ sơ kết nạp đã quyết định) is what an approved dossier of admission says: who, at
// which union, and the decision that stands on its result.
//
//glossary:none
type DossierAdmission struct {
	Tenant  kernel.ID
	Dossier kernel.ID
	Unit    kernel.ID
	Account kernel.ID // of the applicant, when she filed it herself
	Person  kernel.ID // when she is somebody entered already
	Row     Row       // her details and what the form says of her work
	FiledAt kernel.Instant

	Number     string
	On         kernel.Date
	Signer     string
	SignerPost string
}

// dossierDecision is the decision as it is kept with the application.
type dossierDecision struct {
	Number string      `json:"number"`
	On     kernel.Date `json:"on"`
	Signer string      `json:"signer"`
	Post   string      `json:"post,omitempty"`
}

func dossierSource(id kernel.ID) string { return "dossier:" + id.String() }

// Dossier is the dossier that an application was born of, 0 for one that was typed here.
func (p Application) Dossier() kernel.ID {
	text, ok := strings.CutPrefix(p.Source, "dossier:")
	if !ok {
		return 0
	}
	id, _ := kernel.ParseID(text)
	return id
}

func (p Application) decided() (d dossierDecision, ok bool) {
	return d, p.decision != "" && json.Unmarshal([]byte(p.decision), &d) == nil && d.Number != ""
}

// keptFault is a refusal as it is kept beside what was refused: numbers stay numbers, all else is text.
type keptFault struct {
	Code string `json:"code"`
	Args []any  `json:"args,omitempty"`
}

func keepFault(f *kernel.Fault) string {
	k := keptFault{Code: f.Code, Args: f.Args}
	if len(f.Fields) > 0 { // what is wrong at the first field says more than "look at the fields"
		k = keptFault{Code: f.Fields[0].Code, Args: f.Fields[0].Args}
	}
	args := make([]any, len(k.Args))
	for i, x := range k.Args {
		switch x.(type) {
		case int, int64:
			args[i] = x
		default:
			args[i] = fmt.Sprint(x)
		}
	}
	k.Args = args
	b, err := json.Marshal(k)
	if err != nil {
		return `{"code":"` + f.Code + `"}`
	}
	return string(b)
}

// Why is the refusal that keeps an application of a dossier out of the roll, nil when there is none.
func (p Application) Why() *kernel.Fault {
	if p.why == "" {
		return nil
	}
	var k keptFault
	if json.Unmarshal([]byte(p.why), &k) != nil {
		return nil
	}
	for i, x := range k.Args {
		if n, ok := x.(float64); ok {
			k.Args[i] = int64(n)
		}
	}
	return &kernel.Fault{Kind: kernel.Refused, Code: k.Code, Args: k.Args}
}

// TakeDossier takes an approved dossier of admission into the roll, in the transaction of who heard of
// it: an application is born, and the decision that the dossier carries admits her; those whom one
// decision names stand in one batch. What a rule forbids (she is a member already, somebody like her is
// entered, a field that the roll does not take) refuses nothing here: the application then waits at the
// desk of the union with the reason. The same dossier twice is once.
func (s *Service) TakeDossier(tx *db.Tx, in DossierAdmission) (Application, error) {
	there, ok, err := applicationBySource(tx, in.Tenant, dossierSource(in.Dossier))
	if err != nil || ok {
		return there, err
	}
	a := program(in.Tenant)
	r := in.Row
	form, err := json.Marshal(formOf(Member{Name: r.Name, Born: r.Born, Sex: r.Sex, Identity: people.Identity(r.Identity), Phone: r.Phone, Email: r.Email, Profile: r.Profile}))
	if err != nil {
		return Application{}, err
	}
	decision, err := json.Marshal(dossierDecision{Number: in.Number, On: in.On, Signer: in.Signer, Post: in.SignerPost})
	if err != nil {
		return Application{}, err
	}
	p := Application{ID: s.IDs.New(), Tenant: in.Tenant, Unit: in.Unit, Person: in.Person, Account: in.Account, Source: dossierSource(in.Dossier), Name: r.Name,
		State: ApplicationFiled, FiledName: r.Name, FiledAt: in.FiledAt, form: string(form), decision: string(decision)}
	err = insertApplication(tx, p)
	if err != nil {
		return Application{}, err
	}
	fault, err := s.admitByDossier(tx, a, &p, false)
	if err != nil {
		return Application{}, err
	}
	if fault == nil {
		return p, nil
	}
	p.why = keepFault(fault)
	err = setWhy(tx, p)
	if err == nil {
		err = s.tell(tx, a, p.Tenant, FactApplicationFiled, Told{Unit: p.Unit, Application: p.ID})
	}
	if err != nil {
		return Application{}, err
	}
	return p, s.Audit.Note(tx, a, FactApplicationFiled, "application:"+p.ID.String(), nil, map[string]any{"unit": p.Unit, "dossier": in.Dossier, "why": p.why})
}

// admitByDossier admits by the decision of the dossier. A fault is a reason to wait, not an error; sure
// says that a person has looked at whom it may double.
func (s *Service) admitByDossier(tx *db.Tx, a kernel.Actor, p *Application, sure bool) (*kernel.Fault, error) {
	d, ok := p.decided()
	if !ok {
		return kernel.Refuse("members.no_decision"), nil
	}
	_, err := s.openUnit(tx, program(p.Tenant), p.Unit)
	if err == nil {
		err = s.checkApplication(tx, p)
	}
	if err != nil {
		return faultOr(err)
	}
	if p.Person == 0 && !sure {
		list, err := s.doubles(tx, a, *p)
		if err != nil {
			return nil, err
		}
		if len(list) > 0 {
			return kernel.Refuse("members.looks_like"), nil
		}
	}
	var faults kernel.Faults
	r := p.row(&faults)
	r.Person, r.Admitted = p.Person, d.On
	err = s.checkRow(&r, s.today())
	if err != nil {
		return faultOr(err)
	}
	if p.Person != 0 {
		err = setApplicant(tx, p.ID, p.Person)
		if err != nil {
			return nil, err
		}
	}
	b, err := s.batchFor(tx, a, *p, d)
	if err == nil {
		err = s.admitBatch(tx, a, b, []kernel.ID{p.ID})
	}
	if err != nil {
		return nil, err
	}
	next, _, err := loadApplication(tx, p.ID)
	*p = next
	return nil, err
}

func faultOr(err error) (*kernel.Fault, error) {
	if f := kernel.AsFault(err); f != nil {
		return f, nil
	}
	return nil, err
}

// batchFor finds the batch of a decision, or opens it; one more is admitted by it.
func (s *Service) batchFor(tx *db.Tx, a kernel.Actor, p Application, d dossierDecision) (Batch, error) {
	b, ok, err := batchByNumber(tx, p.Unit, d.Number, d.On)
	if err != nil {
		return b, err
	}
	if ok {
		b.Members++
		return b, growBatch(tx, b.ID)
	}
	b = Batch{ID: s.IDs.New(), Tenant: p.Tenant, Unit: p.Unit, Number: d.Number, Decided: d.On, Signer: d.Signer, SignerPost: d.Post, Members: 1, ByName: a.Name, At: s.Clock.Now()}
	return b, insertBatch(tx, b, a.Account)
}

// enterByDossier tries an application of a dossier again, for a person at the desk who has looked into
// what stood in the way. Refuses with that reason, members.application_closed, members.may_not.
func (s *Service) enterByDossier(ctx context.Context, a kernel.Actor, id kernel.ID) error {
	return s.DB.Tx(ctx, func(tx *db.Tx) error {
		p, path, err := s.applicationIn(tx, a, id)
		if err != nil {
			return err
		}
		if !a.Can(DecidePermission, path) {
			return kernel.Forbid("members.may_not")
		}
		if p.State != ApplicationFiled {
			return kernel.Refuse("members.application_closed")
		}
		fault, err := s.admitByDossier(tx, a, &p, true)
		if err == nil && fault != nil {
			return fault
		}
		return err
	})
}

// FromDossier is what became of a dossier of admission in the roll; Open tells whether this actor may
// look at it there.
//
//glossary:none
type FromDossier struct {
	Application Application
	Number      string // of the member
	Open        bool
	Own         bool
}

// OfDossier finds what became of a dossier; false when the roll knows nothing of it.
func (s *Service) OfDossier(tx *db.Tx, a kernel.Actor, dossier kernel.ID) (FromDossier, bool, error) {
	p, ok, err := applicationBySource(tx, a.Tenant, dossierSource(dossier))
	if err != nil || !ok {
		return FromDossier{}, false, err
	}
	out := FromDossier{Application: p, Own: p.Account != 0 && p.Account == a.Account}
	path, err := s.path(tx, p.Unit)
	if err != nil {
		return out, false, err
	}
	out.Open = out.Own || mayView(a, path)
	if p.Member != 0 {
		m, _, err := s.Get(tx, p.Tenant, p.Member, s.today())
		if err != nil {
			return out, false, err
		}
		out.Number = m.Number
	}
	return out, true, nil
}

// ApplicationOf is the application that made somebody a member, when there was one.
func (s *Service) ApplicationOf(tx *db.Tx, member kernel.ID) (Application, bool, error) {
	return applicationOfMember(tx, member)
}
