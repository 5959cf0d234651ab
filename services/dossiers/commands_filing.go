package dossiers

import (
	"context"
	"slices"
	"strings"

	"doanket/internal/db"
	"doanket/kernel"
)

// draftDays is how long a draft is kept after its last change.
const draftDays = 30

// StartDraft begins an online filing. It pins the version in force.
func (s *Service) StartDraft(ctx context.Context, a kernel.Actor, procedure string, in FilingInput) (Filing, error) {
	if !a.SignedIn() {
		return Filing{}, kernel.Forbid("dossiers.sign_in_first")
	}
	now := s.Clock.Now()
	version, err := s.Book.Current(ctx, a.Tenant, procedure, now)
	if err != nil {
		return Filing{}, err
	}
	in.Procedure, in.Version = procedure, version
	f := Filing{ID: s.IDs.New(), Tenant: a.Tenant, Account: a.Account, RowVersion: 1, Input: in, ChangedAt: now, ExpiresAt: now.Date().AddDays(draftDays).Start()}
	return f, s.DB.Tx(ctx, func(tx *db.Tx) error { return insertDraft(tx, f) })
}

// SaveDraft keeps what was typed so far. Somebody else's save in between is a Conflict dossiers.changed.
func (s *Service) SaveDraft(ctx context.Context, a kernel.Actor, id kernel.ID, rowVersion int64, step string, in FilingInput) (Filing, error) {
	return s.editDraft(ctx, a, id, rowVersion, func(f *Filing) error {
		in.Procedure, in.Version = f.Input.Procedure, f.Input.Version
		in.Papers = f.Input.Papers // files come and go by AttachPaper and RemovePaper
		f.Input, f.Step = in, step
		return nil
	})
}

// AttachPaper adds a file to a component of a draft.
func (s *Service) AttachPaper(ctx context.Context, a kernel.Actor, id kernel.ID, key, name string, file File) (Filing, error) {
	return s.editDraft(ctx, a, id, 0, func(f *Filing) error {
		i := slices.IndexFunc(f.Input.Papers, func(p Paper) bool { return p.Key == key })
		if i < 0 {
			f.Input.Papers = append(f.Input.Papers, Paper{Key: key, Name: name})
			i = len(f.Input.Papers) - 1
		}
		p := &f.Input.Papers[i]
		if !slices.ContainsFunc(p.Files, func(x File) bool { return x.SHA256 == file.SHA256 }) {
			p.Files = append(slices.Clone(p.Files), file)
		}
		return nil
	})
}

// RemovePaper takes a file out of a draft.
func (s *Service) RemovePaper(ctx context.Context, a kernel.Actor, id kernel.ID, key, sha string) (Filing, error) {
	return s.editDraft(ctx, a, id, 0, func(f *Filing) error {
		for i, p := range f.Input.Papers {
			if p.Key == key {
				f.Input.Papers[i].Files = slices.DeleteFunc(slices.Clone(p.Files), func(x File) bool { return x.SHA256 == sha })
			}
		}
		f.Input.Papers = slices.DeleteFunc(f.Input.Papers, func(p Paper) bool { return p.Key == key && !p.Given() })
		return nil
	})
}

// RenewDraft pins the version in force now; the answers stay and are checked against the new form.
func (s *Service) RenewDraft(ctx context.Context, a kernel.Actor, id kernel.ID) (Filing, error) {
	f, err := s.DraftOf(ctx, a, id)
	if err != nil {
		return f, err
	}
	version, err := s.Book.Current(ctx, a.Tenant, f.Input.Procedure, s.Clock.Now())
	if err != nil {
		return f, err
	}
	return s.editDraft(ctx, a, id, 0, func(f *Filing) error {
		f.Input.Version = version
		return nil
	})
}

func (s *Service) editDraft(ctx context.Context, a kernel.Actor, id kernel.ID, rowVersion int64, edit func(*Filing) error) (Filing, error) {
	var out Filing
	err := s.DB.Tx(ctx, func(tx *db.Tx) error {
		f, err := s.ownDraft(tx, a, id)
		if err != nil {
			return err
		}
		if rowVersion != 0 && rowVersion != f.RowVersion {
			return errStale
		}
		err = edit(&f)
		if err != nil {
			return err
		}
		now := s.Clock.Now()
		f.ChangedAt, f.ExpiresAt = now, now.Date().AddDays(draftDays).Start()
		f.RowVersion++
		out = f
		return updateDraft(tx, f)
	})
	return out, err
}

func (s *Service) ownDraft(tx *db.Tx, a kernel.Actor, id kernel.ID) (Filing, error) {
	f, ok, err := loadDraft(tx, a.Tenant, id)
	if err == nil && (!ok || f.Account != a.Account) {
		err = kernel.Missing("dossiers.draft_not_found")
	}
	return f, err
}

// DropDraft throws a draft away.
func (s *Service) DropDraft(ctx context.Context, a kernel.Actor, id kernel.ID) error {
	return s.DB.Tx(ctx, func(tx *db.Tx) error {
		_, err := s.ownDraft(tx, a, id)
		if err != nil {
			return err
		}
		return deleteDraft(tx, a.Tenant, id)
	})
}

// DraftOf reads a draft of the actor and tells whether a newer version applies.
func (s *Service) DraftOf(ctx context.Context, a kernel.Actor, id kernel.ID) (Filing, error) {
	var f Filing
	err := s.DB.Read(ctx, func(tx *db.Tx) error {
		var err error
		f, err = s.ownDraft(tx, a, id)
		return err
	})
	if err != nil {
		return f, err
	}
	now, err := s.Book.Current(ctx, a.Tenant, f.Input.Procedure, s.Clock.Now())
	f.Newer = err == nil && now != f.Input.Version
	return f, nil
}

// Drafts lists the actor's drafts, newest first.
func (s *Service) Drafts(ctx context.Context, a kernel.Actor) ([]Filing, error) {
	var out []Filing
	return out, s.DB.Read(ctx, func(tx *db.Tx) error {
		var err error
		out, err = listDrafts(tx, a.Tenant, a.Account)
		return err
	})
}

// Check reads the terms for a filing and collects everything that stands against it, as fields.
// Online everything that is required must be there; at the desk the officer decides at acceptance.
func (s *Service) Check(ctx context.Context, a kernel.Actor, in FilingInput, ch Channel) (Terms, error) {
	now := s.Clock.Now()
	if in.Version == 0 {
		v, err := s.Book.Current(ctx, a.Tenant, in.Procedure, now)
		if err != nil {
			return Terms{}, err
		}
		in.Version = v
	}
	t, err := s.Book.Terms(ctx, TermsAsk{Tenant: a.Tenant, Version: in.Version, Variant: in.Variant, Channel: ch, Received: in.Received,
		Deciding: in.Deciding, Answers: in.Answers, Held: in.Held, On: now})
	if err != nil {
		return t, err
	}
	if t.FollowOnly {
		return t, kernel.Refuse("dossiers.follow_only")
	}
	if len(t.Channels) > 0 && !slices.Contains(t.Channels, ch) {
		return t, kernel.Refuse("dossiers.channel_closed", string(ch))
	}
	return t, checkFiling(in, t, ch)
}

func checkFiling(in FilingInput, t Terms, ch Channel) error {
	f := &kernel.Fault{Kind: kernel.Invalid, Code: "dossiers.bad_filing"}
	add := func(field, code string, args ...any) {
		f.Fields = append(f.Fields, kernel.FieldFault{Field: field, Code: code, Args: args})
	}
	if strings.TrimSpace(in.Applicant.Name) == "" {
		add("applicant.name", "dossiers.name_needed")
	}
	if in.Received == 0 {
		add("received", "dossiers.unit_needed")
	}
	if t.Deciding != 0 && in.Deciding != 0 && in.Deciding != t.Deciding && !t.NonTerritorial {
		add("deciding", "dossiers.wrong_unit")
	}
	if in.ReturnBy == Post && strings.TrimSpace(in.ReturnTo) == "" {
		add("return_to", "dossiers.address_needed")
	}
	if in.Filer != nil && in.Filer.Name != "" && strings.TrimSpace(in.Authorisation) == "" {
		add("authorisation", "dossiers.authorisation_needed")
	}
	f.Fields = append(f.Fields, t.AnswerFaults...)
	if ch == Online {
		for _, m := range Missing(t, in.Papers) {
			add("papers."+m.Key, "dossiers.missing_paper", m.Name)
		}
	}
	if len(f.Fields) == 0 {
		return nil
	}
	return f
}

// Submit files a draft: from now on it is a dossier in state 1, with a reference and a secret for
// looking it up. The draft is gone. Refuses with bad_filing and all fields, or newer_version.
func (s *Service) Submit(ctx context.Context, a kernel.Actor, id kernel.ID, once Once) (Receipt, error) {
	f, err := s.DraftOf(ctx, a, id)
	if err != nil {
		return s.again(ctx, a, id, once, err)
	}
	if f.Newer {
		return Receipt{}, &kernel.Fault{Kind: kernel.Conflict, Code: "dossiers.newer_version"}
	}
	if f.Input.Applicant.Account == 0 {
		f.Input.Applicant.Account, f.Input.Applicant.Person = a.Account, a.Person
		if f.Input.Filer != nil && f.Input.Filer.Name != "" { // she files for somebody else
			filer := *f.Input.Filer
			filer.Account, filer.Person = a.Account, a.Person
			f.Input.Filer, f.Input.Applicant.Account, f.Input.Applicant.Person = &filer, 0, 0
		}
	}
	t, err := s.Check(ctx, a, f.Input, Online)
	if err != nil {
		return Receipt{}, err
	}
	if once.Request == "" {
		once.Request = "submit:" + id.String()
	}
	return s.file(ctx, a, filing{id: id, in: f.Input, terms: t, channel: Online, once: once, draft: true})
}

// again answers a repeated Submit whose draft has become a dossier.
func (s *Service) again(ctx context.Context, a kernel.Actor, id kernel.ID, _ Once, missing error) (Receipt, error) {
	var r Receipt
	err := s.DB.Read(ctx, func(tx *db.Tx) error {
		d, _, err := s.look(tx, a, id)
		r = Receipt{ID: d.ID, Intake: d.Intake, Code: d.Code, Dossier: d}
		return err
	})
	if kernel.AsFault(err) != nil {
		return Receipt{}, missing
	}
	return r, err
}

// FileAtDesk files for a person who is present, or from the post; AcceptNow takes it in at once, and
// then a missing paper refuses the whole.
func (s *Service) FileAtDesk(ctx context.Context, a kernel.Actor, in DeskInput) (Receipt, error) {
	if in.Channel == "" {
		in.Channel = Desk
	}
	t, err := s.Check(ctx, a, in.FilingInput, in.Channel)
	if err != nil {
		return Receipt{}, err
	}
	if in.Version == 0 {
		in.Version = t.Procedure.Version
	}
	return s.file(ctx, a, filing{id: s.IDs.New(), in: in.FilingInput, terms: t, channel: in.Channel, once: in.Once, accept: in.AcceptNow, desk: true})
}

// filing is one filing about to be written.
type filing struct {
	id                  kernel.ID
	in                  FilingInput
	terms               Terms
	channel             Channel
	once                Once
	accept, desk, draft bool
}

func (s *Service) file(ctx context.Context, a kernel.Actor, f filing) (Receipt, error) {
	deciding := f.in.Deciding
	if f.terms.Deciding != 0 && (deciding == 0 || !f.terms.NonTerritorial) {
		deciding = f.terms.Deciding
	}
	if deciding == 0 {
		deciding = f.in.Received
	}
	cal, err := s.Calendars.CalendarOf(ctx, a.Tenant, deciding)
	if err != nil {
		return Receipt{}, err
	}
	now := s.Clock.Now()
	secret, intake := newSecret(10), "TN-"+now.Time().Format("060102")+"-"+newSecret(8)
	t := turn{at: now, by: handFor(a, PermAccept), terms: f.terms, cal: cal, newID: s.IDs.New}
	filed := f.filed(deciding, intake, secretHash(intake, secret))
	var out Receipt
	err = s.DB.Tx(ctx, func(tx *db.Tx) error {
		w := &work{s: s, tx: tx, actor: a, turn: t, once: f.once}
		w.d = Dossier{ID: f.id, Tenant: a.Tenant}
		var err error
		w.paths, err = s.pathsOf(tx, Dossier{Received: filed.Received, Deciding: deciding})
		if err != nil {
			return err
		}
		err = s.write(w, f, filed)
		out = Receipt{ID: w.d.ID, Intake: w.d.Intake, Secret: secret, Code: w.d.Code, Dossier: w.d}
		return err
	})
	if name, hit := db.Unique(err); hit && name == "dossier_event_request" {
		return s.filedBefore(ctx, a, f.once) // nothing of this try is left; the first one is the answer
	}
	return out, err
}

// filedBefore answers a repeated request with the dossier it made. The secret is on the first receipt only.
func (s *Service) filedBefore(ctx context.Context, a kernel.Actor, once Once) (Receipt, error) {
	var out Receipt
	err := s.DB.Read(ctx, func(tx *db.Tx) error {
		old, ok, err := requested(tx, a.Tenant, requestKey(a, once.Request))
		if err != nil {
			return err
		}
		if !ok {
			return errStale
		}
		d, _, err := s.look(tx, a, old)
		out = Receipt{ID: d.ID, Intake: d.Intake, Code: d.Code, Dossier: d}
		return err
	})
	return out, err
}

// write does the filing inside its transaction.
func (s *Service) write(w *work, f filing, filed Filed) error {
	if len(w.paths.Received) == 0 || len(w.paths.Deciding) == 0 {
		return &kernel.Fault{Kind: kernel.Invalid, Code: "dossiers.bad_filing", Fields: []kernel.FieldFault{{Field: "received", Code: "dossiers.unit_needed"}}}
	}
	if f.desk {
		err := mayFileAtDesk(w.actor, w.paths.Received, filed.Applicant)
		if err != nil {
			return err
		}
	}
	start := f.terms.start()
	e, err := w.d.event(w.turn, DoFile, "", Change{Filed: &filed, Place: &Place{Step: start.Key, StepName: start.Name, Unit: filed.Received}})
	err = w.put(e, err)
	if err != nil {
		return err
	}
	verb := string(DoFile)
	if f.terms.paysAtFiling() {
		err = w.put(w.d.requestPayment(w.turn, PaymentInput{}))
		if err != nil {
			return err
		}
	}
	if f.accept {
		err = may(w.actor, w.d, w.paths, f.terms, DoAccept)
		if err == nil {
			err = w.put(w.d.accept(w.turn, AcceptInput{}, w.nextCode))
		}
		if err != nil {
			return err
		}
	}
	if f.draft {
		err = deleteDraft(w.tx, w.actor.Tenant, f.id)
		if err != nil {
			return err
		}
	}
	return w.finish(verb)
}

func (f filing) filed(deciding kernel.ID, intake, hash string) Filed {
	out := Filed{Intake: intake, SecretHash: hash, Procedure: f.terms.Procedure, Helped: f.in.Helped, Received: f.in.Received, Deciding: deciding,
		Applicant: f.in.Applicant, Authorisation: f.in.Authorisation, Channel: f.channel, ReturnBy: f.in.ReturnBy, ReturnTo: f.in.ReturnTo,
		Summary: strings.TrimSpace(f.in.Summary), Answers: compact(f.in.Answers), Papers: held(f.terms, f.in.Papers), Fees: f.terms.Fees}
	if f.in.Filer != nil && f.in.Filer.Name != "" {
		out.Filer = f.in.Filer
	}
	if out.Procedure.Version == 0 {
		out.Procedure.Version = f.in.Version
	}
	if out.ReturnBy == "" {
		out.ReturnBy = Desk
	}
	return out
}
