package procedures

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"sync"

	"doanket/internal/db"
	"doanket/kernel"
)

// Journal is the part of audit that commands use.
//
//glossary:none
type Journal interface {
	Note(tx *db.Tx, a kernel.Actor, verb, subject string, before, after any) error
}

// Teller takes facts in the transaction of the change.
//
//glossary:none
type Teller interface {
	Tell(tx *db.Tx, f kernel.Fact) error
}

// Deps is what the room stands on. Site is the tenant whose catalogue a visitor without account sees.
//
//glossary:none
type Deps struct {
	DB     *db.DB
	IDs    *kernel.IDs
	Clock  kernel.Clock
	Audit  Journal
	Outbox Teller
	Site   func() kernel.ID
	// Here names those of some agency identifiers that are of the reader's place: of her unit, of the units
	// above and below it, or of the whole site when she has none. Nil lets every place count.
	Here func(ctx context.Context, tenant, unit kernel.ID, codes []string, on kernel.Date) (map[string]string, error)
}

// Service is the room's door.
//
//glossary:none the command holder of a room
type Service struct {
	Deps
	compiled  cache
	fixed     sync.Map // versionKey → *Version that was published
	catalogue snapshots
}

// New opens the room.
func New(d Deps) *Service { return &Service{Deps: d} }

func (s *Service) tenant(a kernel.Actor) kernel.ID {
	if a.Tenant == 0 && s.Site != nil {
		return s.Site()
	}
	return a.Tenant
}

// SaveDraft takes a definition file as the draft of its version: a new one, or the text of a draft
// that is there. It may still have findings; they are given back and keep it from review. Refuses
// unreadable, no_repeated (that version left the draft state), wrong_state.
func (s *Service) SaveDraft(ctx context.Context, a kernel.Actor, file string, text []byte) (kernel.ID, []Finding, error) {
	err := canEdit(a)
	if err != nil {
		return 0, nil, err
	}
	v, findings := gate(file, text)
	if v == nil || v.Def.Code == "" || schemes()[v.Def.Kind].pattern == nil || !v.Def.codeFits() || v.Def.No < 1 || v.Def.Name == "" {
		return 0, findings, &kernel.Fault{Kind: kernel.Invalid, Code: "procedures.unreadable"}
	}
	var id kernel.ID
	err = s.DB.Tx(ctx, func(tx *db.Tx) error {
		var err error
		id, err = s.saveDraft(tx, a, v.Def, text)
		return err
	})
	if _, twice := db.Unique(err); twice { // another keeper sent the same version at the same moment
		err = &kernel.Fault{Kind: kernel.Conflict, Code: "procedures.conflict"}
	}
	return id, findings, err
}

func (s *Service) saveDraft(tx *db.Tx, a kernel.Actor, def *Definition, text []byte) (kernel.ID, error) {
	tenant, now := s.tenant(a), s.Clock.Now()
	procedure, found, err := procedureByCode(tx, tenant, def.Code)
	if err != nil {
		return 0, err
	}
	if !found {
		procedure = s.IDs.New()
		err = insertProcedure(tx, tenant, procedure, def, now)
		if err != nil {
			return 0, err
		}
	}
	all, err := versionsOf(tx, tenant, def.Code)
	if err != nil {
		return 0, err
	}
	json, sha, err := canonical(def)
	if err != nil {
		return 0, err
	}
	r := row{ID: s.IDs.New(), Tenant: tenant, Procedure: procedure, Code: def.Code, No: def.No, State: StateDraft, Name: def.Name, Field: def.Field.Name,
		From: def.Effective.From, To: def.Effective.To, Definition: string(text), Canonical: string(json), SHA256: sha,
		EditedBy: a.Account, EditedName: a.Name, EditedAt: now}
	for _, old := range all {
		if old.No != def.No {
			continue
		}
		if old.State != StateDraft {
			return 0, kernel.Refuse("procedures.no_repeated", def.No, all[0].No)
		}
		r.ID, r.RowVersion = old.ID, old.RowVersion
		return r.ID, s.save(tx, a, "procedures.edit", r, old.SHA256)
	}
	err = insertVersion(tx, r)
	if err != nil {
		return 0, err
	}
	return r.ID, s.Audit.Note(tx, a, "procedures.edit", subjectOf(r), nil, r.note())
}

func subjectOf(r row) string { return "procedure_version:" + r.ID.String() }

func (r row) note() map[string]any {
	return map[string]any{"code": r.Code, "no": r.No, "state": r.State, "sha256": r.SHA256, "from": r.From.String(), "to": r.To.String()}
}

func (s *Service) save(tx *db.Tx, a kernel.Actor, verb string, r row, before any) error {
	ok, err := updateVersion(tx, r)
	if err != nil {
		return err
	}
	if !ok {
		return &kernel.Fault{Kind: kernel.Conflict, Code: "procedures.conflict"}
	}
	return s.Audit.Note(tx, a, verb, subjectOf(r), before, r.note())
}

// Submit sends a draft to review. Refuses has_findings with the findings, wrong_state.
func (s *Service) Submit(ctx context.Context, a kernel.Actor, id kernel.ID) ([]Finding, error) {
	err := canEdit(a)
	if err != nil {
		return nil, err
	}
	return s.advance(ctx, a, id, submit)
}

// Recall sends a version in review back to its draft.
func (s *Service) Recall(ctx context.Context, a kernel.Actor, id kernel.ID) error {
	err := canEdit(a)
	if err != nil && canPublish(a, 0) != nil {
		return err
	}
	_, err = s.advance(ctx, a, id, recall)
	return err
}

// Publish runs the gate once more and makes the version immutable. A published version that begins
// earlier and has no end gives way from this one's first day; one that begins the same day is
// replaced. Refuses same_person, has_findings, overlap, wrong_state.
func (s *Service) Publish(ctx context.Context, a kernel.Actor, id kernel.ID) ([]Finding, error) {
	return s.advance(ctx, a, id, publish)
}

// Retire closes a published version for new dossiers; those that run keep it.
func (s *Service) Retire(ctx context.Context, a kernel.Actor, id kernel.ID) error {
	err := canPublish(a, 0)
	if err != nil {
		return err
	}
	_, err = s.advance(ctx, a, id, retire)
	return err
}

func (s *Service) advance(ctx context.Context, a kernel.Actor, id kernel.ID, do verb) ([]Finding, error) {
	var findings []Finding
	err := s.DB.Tx(ctx, func(tx *db.Tx) error {
		findings = nil
		r, ok, err := versionByID(tx, s.tenant(a), id)
		if err != nil {
			return err
		}
		if !ok {
			return kernel.Missing("procedures.not_found")
		}
		if do == publish {
			err = canPublish(a, r.EditedBy)
			if err != nil {
				return err
			}
		}
		to, ok := versionFlow.Next(r.State, do)
		if !ok {
			return kernel.Refuse("procedures.wrong_state", stateWord(r.State))
		}
		if do == submit || do == publish {
			_, findings = gate(r.Code+".yaml", []byte(r.Definition))
			if len(findings) > 0 {
				return kernel.Refuse("procedures.has_findings", len(findings))
			}
		}
		before := r.note()
		r.State = to
		switch do {
		case publish:
			findings, err = s.publish(tx, a, &r)
		case retire:
			r.RetiredAt = s.Clock.Now()
			err = s.announce(tx, a, FactRetired, r)
		}
		if err != nil {
			return err
		}
		return s.save(tx, a, "procedures."+string(do), r, before)
	})
	return findings, err
}

// publish settles the new version among the published ones; what it replaces is saved here.
func (s *Service) publish(tx *db.Tx, a kernel.Actor, r *row) ([]Finding, error) {
	err := bumpRevision(tx, r.Tenant) // holds the catalogue, so that two publishers see each other's spans
	if err != nil {
		return nil, err
	}
	all, err := versionsOf(tx, r.Tenant, r.Code)
	if err != nil {
		return nil, err
	}
	for _, old := range all {
		if old.ID == r.ID || old.State != StatePublished {
			continue
		}
		findings := renamed(old, *r)
		if len(findings) > 0 {
			return findings, kernel.Refuse("procedures.has_findings", len(findings))
		}
		before := old.note()
		verb, err := giveWay(&old, *r, s.Clock.Now())
		if err != nil {
			return nil, err
		}
		if verb == "" {
			continue
		}
		err = s.save(tx, a, verb, old, before)
		if err != nil {
			return nil, err
		}
	}
	def := &Definition{}
	err = json.Unmarshal([]byte(r.Canonical), def)
	if err != nil {
		return nil, fmt.Errorf("canonical form of %s: %w", r.Code, err)
	}
	r.PublishedBy, r.PublishedName, r.PublishedAt = a.Account, a.Name, s.Clock.Now()
	err = renameProcedure(tx, *r, def.Kind)
	if err != nil {
		return nil, err
	}
	return nil, s.announce(tx, a, FactPublished, *r)
}

// giveWay changes a published version so that its span and the newcomer's do not overlap. The verb
// is "" when nothing changes.
func giveWay(old *row, r row, now kernel.Instant) (string, error) {
	openEnd := old.To.IsZero()
	switch {
	case old.From == r.From:
		old.State, old.RetiredAt = StateRetired, now
		return "procedures.replace", nil
	case old.From.Before(r.From) && openEnd:
		old.To = r.From.AddDays(-1)
		return "procedures.end", nil
	case old.From.Before(r.From) && old.To.Before(r.From):
		return "", nil
	case r.From.Before(old.From) && !r.To.IsZero() && r.To.Before(old.From):
		return "", nil
	}
	end := "…"
	if !old.To.IsZero() {
		end = dayText(old.To)
	}
	return "", kernel.Refuse("procedures.overlap", old.No, dayText(old.From)+"–"+end)
}

// renamed finds fields of the version before that vanish without a new name, while the form claims
// to mean the same.
func renamed(old, now row) []Finding {
	var was, is Definition
	if json.Unmarshal([]byte(old.Canonical), &was) != nil || json.Unmarshal([]byte(now.Canonical), &is) != nil {
		return nil
	}
	if is.Form.Schema > was.Form.Schema || !old.From.Before(now.From) {
		return nil
	}
	has := shapeOf(is.Form).fields
	var out []Finding
	for key := range shapeOf(was.Form).fields {
		_, there := has[key]
		if there || is.Form.Aliases[key] != "" {
			continue
		}
		out = append(out, Finding{File: now.Code + ".yaml", Line: 1, Code: "form.renamed", Args: []any{key}, Message: sentence("form.renamed", key), Path: "bieu_mau"})
	}
	kernel.SortFunc(out, func(a, b Finding) int { return compareText(a.Message, b.Message) })
	return out
}

func (s *Service) announce(tx *db.Tx, a kernel.Actor, kind string, r row) error {
	err := bumpRevision(tx, r.Tenant)
	if err != nil {
		return err
	}
	data, err := json.Marshal(changed{Version: r.ID, Code: r.Code, No: r.No, SHA256: r.SHA256, From: r.From})
	if err != nil {
		return err
	}
	return s.Outbox.Tell(tx, kernel.Fact{Tenant: r.Tenant, Kind: kind, Version: 1, Subject: "procedure:" + r.Code, Actor: a.Account, Data: data})
}

// Install publishes definitions that came with the program (seed, command line), skipping those whose
// content is published already. The actor is the program. It stops at the first file with findings.
func (s *Service) Install(ctx context.Context, tenant kernel.ID, files ...File) (int, error) {
	a := kernel.Actor{Tenant: tenant, System: true, Name: "Hệ thống"}
	done := 0
	for _, f := range files {
		v, findings := gate(f.Name, f.Text)
		if len(findings) > 0 {
			return done, fmt.Errorf("%s:%d: %s: %w", f.Name, findings[0].Line, findings[0].Message, kernel.Refuse("procedures.has_findings", len(findings)))
		}
		there, err := s.published(ctx, tenant, v.Def)
		if err != nil {
			return done, err
		}
		if there {
			continue
		}
		id, _, err := s.SaveDraft(ctx, a, f.Name, f.Text)
		if err != nil {
			return done, fmt.Errorf("%s: %w", f.Name, err)
		}
		_, err = s.Submit(ctx, a, id)
		if err != nil {
			return done, fmt.Errorf("%s: %w", f.Name, err)
		}
		_, err = s.Publish(ctx, a, id)
		if err != nil {
			return done, fmt.Errorf("%s: %w", f.Name, err)
		}
		done++
	}
	return done, nil
}

func (s *Service) published(ctx context.Context, tenant kernel.ID, def *Definition) (bool, error) {
	_, sha, err := canonical(def)
	if err != nil {
		return false, err
	}
	found := false
	err = s.DB.Read(ctx, func(tx *db.Tx) error {
		all, err := versionsOf(tx, tenant, def.Code)
		found = slices.ContainsFunc(all, func(r row) bool { return r.SHA256 == sha && (r.State == StatePublished || r.State == StateRetired) })
		return err
	})
	return found, err
}
