package reorg

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	"doanket/core/orgs"
	"doanket/internal/audit"
	"doanket/internal/db"
	"doanket/internal/files"
	"doanket/internal/outbox"
	"doanket/internal/paper"
	"doanket/kernel"
)

// Deps is what the room stands on.
//
//glossary:none
type Deps struct {
	DB     *db.DB
	IDs    *kernel.IDs
	Clock  kernel.Clock
	Audit  *audit.Journal
	Outbox *outbox.Outbox
	Orgs   *orgs.Service
	Files  files.Store
	Press  *paper.Press
	Say    func(code string, args []any) string // sentences for readers without a page
}

// Service is the room's door.
type Service struct{ Deps }

// New opens the room.
func New(d Deps) *Service { return &Service{d} }

// Event (diễn biến) is one thing that happened to a decision.
//
//glossary:none
type Event struct {
	ID         kernel.ID
	Verb       verb
	At         kernel.Instant
	Account    kernel.ID
	Name, Post string
	Note       string
}

// Begin starts a decision over the branch of a unit. Refuses with reorg.no_unit, orgs.invalid at the fields.
func (s *Service) Begin(ctx context.Context, a kernel.Actor, seat kernel.ID, h Head, steps []Step) (kernel.ID, error) {
	id := s.IDs.New()
	err := s.DB.Tx(ctx, func(tx *db.Tx) error {
		d, err := s.draft(tx, a, id, seat, h, steps)
		if err != nil {
			return err
		}
		return s.start(tx, a, d)
	})
	return id, err
}

// draft makes a decision that nobody has seen yet.
func (s *Service) draft(tx *db.Tx, a kernel.Actor, id, seat kernel.ID, h Head, steps []Step) (Reorganisation, error) {
	d := Reorganisation{ID: id, Tenant: a.Tenant, Seat: seat, State: Draft, CreatedAt: s.Clock.Now(), Version: 1}
	if a.Tenant == 0 {
		o, _, err := s.Orgs.Get(tx, seat, s.Clock.Now().Date())
		if err != nil {
			return d, err
		}
		d.Tenant = o.Tenant
	}
	path, err := s.Orgs.Path(tx, seat, s.Clock.Now().Date())
	if err != nil {
		return d, err
	}
	if len(path) == 0 || !a.System && (path[len(path)-1] != a.Tenant || !a.Can(PreparePermission, path)) {
		return d, kernel.Missing("reorg.no_unit")
	}
	d.Head = h.tidy()
	for _, step := range steps {
		d.put(s.IDs, step)
	}
	d.wrote(a)
	return d, nil
}

func (s *Service) start(tx *db.Tx, a kernel.Actor, d Reorganisation) error {
	err := insertReorg(tx, d)
	if err != nil {
		return err
	}
	return s.note(tx, a, d, doWrite, "")
}

func (h Head) tidy() Head {
	for _, text := range []*string{&h.Number, &h.Issuer, &h.Signer, &h.Summary} {
		*text = strings.Join(strings.Fields(*text), " ")
	}
	return h
}

// put adds a step, or replaces the one with its id; a founding keeps the id that others may name already.
func (d *Reorganisation) put(ids *kernel.IDs, step Step) {
	if step.Kind == Found && step.New == 0 {
		step.New = ids.New()
	}
	i := slices.IndexFunc(d.Steps, func(x Step) bool { return step.ID != 0 && x.ID == step.ID })
	if i >= 0 {
		if d.Steps[i].Kind == Found && step.Kind == Found {
			step.New = d.Steps[i].New
		}
		d.Steps[i] = step
		return
	}
	if step.ID == 0 {
		step.ID = ids.New()
	}
	d.Steps = append(d.Steps, step)
}

// edit changes a decision: load, ask the policy, do, save, write down. version is what the writer saw,
// 0 for whatever is there.
func (s *Service) edit(ctx context.Context, a kernel.Actor, id kernel.ID, version int64, may func(kernel.Actor, Reorganisation, []kernel.ID) error, v verb, note string,
	do func(tx *db.Tx, d *Reorganisation) error) (Reorganisation, error) {
	var d Reorganisation
	err := s.DB.Tx(ctx, func(tx *db.Tx) error {
		err := lockDecision(tx, id)
		if err != nil {
			return err
		}
		d, err = s.open(tx, a, id, may)
		if err != nil {
			return err
		}
		if version != 0 && version != d.Version {
			return &kernel.Fault{Kind: kernel.Conflict, Code: "reorg.changed_meanwhile"}
		}
		err = do(tx, &d)
		if err != nil {
			return err
		}
		return s.keep(tx, a, &d, v, note)
	})
	return d, err
}

// open loads a decision that the actor may do something with.
func (s *Service) open(tx *db.Tx, a kernel.Actor, id kernel.ID, may func(kernel.Actor, Reorganisation, []kernel.ID) error) (Reorganisation, error) {
	d, ok, err := loadDecision(tx, id)
	if err != nil {
		return d, err
	}
	if !ok {
		return d, kernel.Missing("reorg.no_decision")
	}
	path, err := s.Orgs.Path(tx, d.Seat, s.Clock.Now().Date())
	if err != nil {
		return d, err
	}
	return d, may(a, d, path)
}

// keep saves a decision after a verb and writes the verb down.
func (s *Service) keep(tx *db.Tx, a kernel.Actor, d *Reorganisation, v verb, note string) error {
	saved, err := saveReorg(tx, *d)
	if err != nil {
		return err
	}
	if !saved {
		return &kernel.Fault{Kind: kernel.Conflict, Code: "reorg.changed_meanwhile"}
	}
	d.Version++
	if v == doTry { // a look, nothing happened
		return nil
	}
	return s.note(tx, a, *d, v, note)
}

// factOf is what a verb tells the others.
var factOf = map[verb]string{doSubmit: FactSubmitted, doApply: FactApplied, doHold: FactHeld}

func (s *Service) note(tx *db.Tx, a kernel.Actor, d Reorganisation, v verb, text string) error {
	err := insertEvent(tx, d.Tenant, d.ID, Event{ID: s.IDs.New(), Verb: v, At: s.Clock.Now(), Account: a.Account, Name: a.Name, Post: a.Post, Note: text})
	if err != nil {
		return err
	}
	a.Tenant = d.Tenant
	fact := factOf[v]
	if v == doApprove && d.State == Approved {
		fact = FactApproved
	}
	if fact != "" {
		err = s.tell(tx, a, fact, d)
		if err != nil {
			return err
		}
	}
	return s.Audit.Note(tx, a, "reorg."+string(v), subject(d), nil, map[string]any{"number": d.Number, "state": d.State, "digest": d.Digest(), "note": text})
}

func subject(d Reorganisation) string { return "reorg:" + d.ID.String() }

func (s *Service) tell(tx *db.Tx, a kernel.Actor, kind string, d Reorganisation) error {
	events, err := eventsOf(tx, d.ID)
	if err != nil {
		return err
	}
	told := Told{Decision: d.ID, Seat: d.Seat, Label: d.Label(), Effective: d.Effective, Undoes: d.Undoes}
	for _, e := range events {
		if e.Verb == doWrite && e.Account != 0 && !slices.Contains(told.Writers, e.Account) {
			told.Writers = append(told.Writers, e.Account)
		}
	}
	data, err := json.Marshal(told)
	if err != nil {
		return fmt.Errorf("fact of decision %s: %w", d.ID, err)
	}
	return s.Outbox.Tell(tx, kernel.Fact{Tenant: d.Tenant, Kind: kind, Version: 1, Subject: subject(d), Actor: a.Account, Data: data})
}

// change changes the content of a draft.
func (s *Service) change(ctx context.Context, a kernel.Actor, id kernel.ID, version int64, do func(d *Reorganisation) error) (Reorganisation, error) {
	return s.edit(ctx, a, id, version, canPrepare, doWrite, "", func(_ *db.Tx, d *Reorganisation) error {
		if !d.open() {
			return kernel.Refuse("reorg.not_draft")
		}
		d.wrote(a)
		return do(d)
	})
}

// WriteHead writes the head of the paper.
func (s *Service) WriteHead(ctx context.Context, a kernel.Actor, id kernel.ID, version int64, h Head) (Reorganisation, error) {
	return s.change(ctx, a, id, version, func(d *Reorganisation) error {
		if d.Undoes != 0 && h.Effective != d.Effective {
			return &kernel.Fault{Kind: kernel.Invalid, Code: "reorg.invalid", Fields: []kernel.FieldFault{{Field: "hieu_luc", Code: "reorg.undo_day", Args: []any{kernel.FormatDate(d.Effective)}}}}
		}
		d.Head = h.tidy()
		return nil
	})
}

// PutStep adds a step or replaces the one with its id.
func (s *Service) PutStep(ctx context.Context, a kernel.Actor, id kernel.ID, version int64, step Step) (Reorganisation, error) {
	return s.change(ctx, a, id, version, func(d *Reorganisation) error {
		if d.Undoes != 0 {
			return kernel.Refuse("reorg.undo_alone")
		}
		d.put(s.IDs, step)
		return nil
	})
}

// DropStep takes a step out.
func (s *Service) DropStep(ctx context.Context, a kernel.Actor, id kernel.ID, version int64, step kernel.ID) (Reorganisation, error) {
	return s.change(ctx, a, id, version, func(d *Reorganisation) error {
		if d.Undoes != 0 {
			return kernel.Refuse("reorg.undo_alone")
		}
		d.Steps = slices.DeleteFunc(d.Steps, func(x Step) bool { return x.ID == step })
		return nil
	})
}

// ShiftStep lets a step be taken before the one above it, or after the one below.
func (s *Service) ShiftStep(ctx context.Context, a kernel.Actor, id kernel.ID, version int64, step kernel.ID, up bool) (Reorganisation, error) {
	return s.change(ctx, a, id, version, func(d *Reorganisation) error {
		i := slices.IndexFunc(d.Steps, func(x Step) bool { return x.ID == step })
		j := i + 1
		if up {
			j = i - 1
		}
		if i >= 0 && j >= 0 && j < len(d.Steps) {
			d.Steps[i], d.Steps[j] = d.Steps[j], d.Steps[i]
		}
		return nil
	})
}

// PutPaper keeps the scanned decision.
func (s *Service) PutPaper(ctx context.Context, a kernel.Actor, id kernel.ID, version int64, f files.File) (Reorganisation, error) {
	return s.change(ctx, a, id, version, func(d *Reorganisation) error {
		d.File = Paper{SHA256: f.SHA256, Name: f.Name, Type: string(f.Type), Size: f.Size}
		return nil
	})
}

// errTrial takes a trial back.
var errTrial = errors.New("a trial is taken back")

// try runs a decision in a transaction that is taken back and gives its picture.
func (s *Service) try(ctx context.Context, a kernel.Actor, d Reorganisation) (Picture, error) {
	var pic Picture
	err := s.DB.TxAlone(ctx, func(tx *db.Tx) error {
		copied := d
		copied.Carried = nil
		var err error
		pic, err = s.run(tx, a, &copied)
		if err != nil {
			return err
		}
		return errTrial
	})
	if errors.Is(err, errTrial) {
		err = nil
	}
	return pic, err
}

// Try (xem trước) runs a decision without leaving anything but its picture.
func (s *Service) Try(ctx context.Context, a kernel.Actor, id kernel.ID) (Reorganisation, error) {
	var d Reorganisation
	err := s.DB.Read(ctx, func(tx *db.Tx) error {
		var err error
		d, err = s.open(tx, a, id, canPrepare)
		if err == nil && !d.open() {
			err = kernel.Refuse("reorg.not_draft")
		}
		return err
	})
	if err != nil {
		return d, err
	}
	pic, err := s.try(ctx, a, d)
	if err != nil {
		return d, err
	}
	return s.seen(ctx, a, id, d.Version, pic, doTry)
}

// seen keeps a picture with what it is the picture of.
func (s *Service) seen(ctx context.Context, a kernel.Actor, id kernel.ID, version int64, pic Picture, v verb) (Reorganisation, error) {
	return s.edit(ctx, a, id, version, canPrepare, v, "", func(_ *db.Tx, d *Reorganisation) error {
		d.Picture, d.Checked, d.CheckedAt = pic, d.Digest(), s.Clock.Now()
		if v == doSubmit {
			return d.turn(doSubmit)
		}
		return nil
	})
}

// Submit (trình duyệt) tries a draft once more and hands it to those who approve. Refuses with
// reorg.faulty when something stands in the way: the picture with the faults is kept.
func (s *Service) Submit(ctx context.Context, a kernel.Actor, id kernel.ID) (Reorganisation, error) {
	d, err := s.Try(ctx, a, id)
	if err != nil {
		return d, err
	}
	if !d.Picture.Clean() {
		return d, kernel.Refuse("reorg.faulty", len(d.Picture.Faults))
	}
	return s.seen(ctx, a, id, d.Version, d.Picture, doSubmit)
}

// Approve (duyệt) is one of two yeses; see Reorganisation.approve. digest is of what the approver saw,
// "" for whatever is there.
func (s *Service) Approve(ctx context.Context, a kernel.Actor, id kernel.ID, digest string) (Reorganisation, error) {
	return s.edit(ctx, a, id, 0, canApprove, doApprove, "", func(_ *db.Tx, d *Reorganisation) error {
		if digest != "" && digest != d.Digest() {
			return &kernel.Fault{Kind: kernel.Conflict, Code: "reorg.changed_meanwhile"}
		}
		return d.approve(a, s.Clock.Now())
	})
}

// Return (trả lại) makes a submitted or approved decision a draft again; approvals are void.
func (s *Service) Return(ctx context.Context, a kernel.Actor, id kernel.ID, reason string) (Reorganisation, error) {
	reason = strings.TrimSpace(reason)
	return s.edit(ctx, a, id, 0, canReturn, doReturn, reason, func(_ *db.Tx, d *Reorganisation) error {
		if reason == "" {
			return &kernel.Fault{Kind: kernel.Invalid, Code: "reorg.invalid", Fields: []kernel.FieldFault{{Field: "ly_do", Code: "reorg.need_reason"}}}
		}
		d.Approvals = nil
		return d.turn(doReturn)
	})
}

// Discard (bỏ bản soạn) ends a draft; it stays to be read by those who prepare.
func (s *Service) Discard(ctx context.Context, a kernel.Actor, id kernel.ID) (Reorganisation, error) {
	return s.edit(ctx, a, id, 0, canPrepare, doDiscard, "", func(_ *db.Tx, d *Reorganisation) error { return d.turn(doDiscard) })
}

// TakeBack (soạn quyết định huỷ) begins the decision that undoes an applied one: it takes effect on the
// same day, and both stay to be read.
func (s *Service) TakeBack(ctx context.Context, a kernel.Actor, of kernel.ID, h Head) (kernel.ID, error) {
	id := s.IDs.New()
	err := s.DB.Tx(ctx, func(tx *db.Tx) error {
		old, err := s.open(tx, a, of, canPrepare)
		switch {
		case err != nil:
			return err
		case old.State != Applied:
			return kernel.Refuse("reorg.not_applied")
		case old.Undoes != 0:
			return kernel.Refuse("reorg.no_redo")
		}
		h.Effective = old.Effective
		d, err := s.draft(tx, a, id, old.Seat, h, []Step{{Kind: Undo, Undoes: of}})
		if err != nil {
			return err
		}
		d.Undoes = of
		return s.start(tx, a, d)
	})
	return id, err
}
