package rollimport

import (
	"context"
	"io"

	"doanket/internal/db"
	"doanket/internal/files"
	"doanket/internal/sheets"
	"doanket/kernel"
)

// Upload (nhận tệp) keeps a file for a unit and looks for its head. The columns are matched by what the
// unit's last file taught. Refuses with members.no_unit, members.may_not, what files and sheets refuse.
func (s *Service) Upload(ctx context.Context, a kernel.Actor, unit kernel.ID, name string, r io.Reader) (Import, error) {
	u, err := s.Units.MayKeep(ctx, a, unit)
	if err != nil {
		return Import{}, err
	}
	kept, err := files.Keep(ctx, s.Files, r, name, fileRule)
	if err != nil {
		return Import{}, err
	}
	m, err := s.remembered(ctx, unit)
	if err != nil {
		return Import{}, err
	}
	t, err := s.open(ctx, kept.SHA256, kept.Size, m)
	if f := kernel.AsFault(err); f != nil && (m.Sheet != "" || m.Encoding != "") { // last month's sheet is not in this file
		m.Sheet, m.Encoding = "", ""
		t, err = s.open(ctx, kept.SHA256, kept.Size, m)
	}
	if err != nil {
		return Import{}, err
	}
	defer t.close()
	now := s.Clock.Now()
	in := Import{ID: s.IDs.New(), Tenant: u.Tenant, Unit: unit, Account: a.Account, Name: kept.Name, SHA: kept.SHA256, Size: kept.Size,
		State: MappingStep, Mapping: t.mapping(m), Version: 1, At: now, Changed: now}
	err = s.DB.Tx(ctx, func(tx *db.Tx) error {
		err := insertImport(tx, in)
		if err != nil {
			return err
		}
		return s.Audit.Note(tx, a, "rollimport.uploaded", subject(in.ID), nil, map[string]any{"file": in.Name, "sha": in.SHA, "size": in.Size, "unit": unit})
	})
	return in, err
}

func (s *Service) remembered(ctx context.Context, unit kernel.ID) (sheets.Mapping, error) {
	var m sheets.Mapping
	err := s.DB.Read(ctx, func(tx *db.Tx) error {
		var err error
		m, _, err = mappingOf(tx, unit)
		return err
	})
	return m, err
}

// Arrange (ghép cột) says how the file is to be read, and remembers the columns for the unit's next
// file. Refuses with rollimport.invalid while a column is missing without which nobody can be entered.
func (s *Service) Arrange(ctx context.Context, a kernel.Actor, id kernel.ID, m sheets.Mapping, o Options) error {
	in, err := s.Get(ctx, a, id)
	if err != nil {
		return err
	}
	if o.Admitted.After(s.today()) {
		return invalid("ngay_ket_nap", "rollimport.day_ahead")
	}
	if o.Known.After(s.today()) {
		return invalid("tu_ngay", "rollimport.day_ahead")
	}
	t, err := s.open(ctx, in.SHA, in.Size, m)
	if err != nil {
		return err
	}
	defer t.close()
	err = t.missing(o)
	if err != nil {
		return err
	}
	in.Mapping, in.Options = t.mapping(m), o
	return s.move(ctx, a, in, MappingStep, "", func(tx *db.Tx) error { return keepMapping(tx, in, s.Clock.Now()) })
}

// Look (đọc lại) takes another sheet or encoding and matches the columns anew; nothing is remembered.
func (s *Service) Look(ctx context.Context, a kernel.Actor, id kernel.ID, m sheets.Mapping, o Options) error {
	in, err := s.Get(ctx, a, id)
	if err != nil {
		return err
	}
	t, err := s.open(ctx, in.SHA, in.Size, m)
	if err != nil {
		return err
	}
	defer t.close()
	in.Mapping, in.Options = t.mapping(m), o
	return s.move(ctx, a, in, MappingStep, "", nil)
}

// Check (kiểm tra thử) reads the whole file and writes no member.
func (s *Service) Check(ctx context.Context, a kernel.Actor, id kernel.ID) error {
	in, err := s.ready(ctx, a, id)
	if err != nil {
		return err
	}
	return s.move(ctx, a, in, Checking, "", nil)
}

// Choices (cách ghi) are decided when the report is known.
//
//glossary:none
type Choices struct{ Whole, Update, Accept bool }

// Run (ghi vào sổ) writes the members. All or nothing is checked as a whole first.
func (s *Service) Run(ctx context.Context, a kernel.Actor, id kernel.ID, c Choices) error {
	in, err := s.ready(ctx, a, id)
	if err != nil {
		return err
	}
	in.Options.Whole, in.Options.Update, in.Options.Accept = c.Whole, c.Update, c.Accept
	if c.Whole {
		return s.move(ctx, a, in, Checking, Running, nil)
	}
	return s.move(ctx, a, in, Running, "", nil)
}

// ready gives an import whose columns suffice.
func (s *Service) ready(ctx context.Context, a kernel.Actor, id kernel.ID) (Import, error) {
	in, err := s.Get(ctx, a, id)
	if err != nil {
		return Import{}, err
	}
	t, err := s.open(ctx, in.SHA, in.Size, in.Mapping)
	if err != nil {
		return Import{}, err
	}
	defer t.close()
	return in, t.missing(in.Options)
}

// move takes an import to another step. Refuses with rollimport.not_now what its state does not allow.
func (s *Service) move(ctx context.Context, a kernel.Actor, in Import, to, next State, also func(tx *db.Tx) error) error {
	if in.State != to && !in.State.May(to) {
		return kernel.Refuse("rollimport.not_now")
	}
	if in.State.Working() {
		return kernel.Refuse("rollimport.not_now")
	}
	now := s.Clock.Now()
	in.Next = next
	in.begin(to, now)
	err := s.DB.Tx(ctx, func(tx *db.Tx) error {
		ok, err := updateImport(tx, in, now)
		if err != nil {
			return err
		}
		if !ok {
			return kernel.Refuse("rollimport.not_now")
		}
		err = dropFindings(tx, in.ID)
		if err == nil {
			err = unlock(tx, in.ID)
		}
		if err == nil && also != nil {
			err = also(tx)
		}
		if err != nil || to == MappingStep {
			return err
		}
		return s.Audit.Note(tx, a, "rollimport."+string(to), subject(in.ID), nil, map[string]any{"options": in.Options})
	})
	if err == nil && to.Working() {
		s.wakeUp()
	}
	return err
}

// Cancel (dừng) stops what is being read after the present chunk, or gives up what waits. What was
// written stays.
func (s *Service) Cancel(ctx context.Context, a kernel.Actor, id kernel.ID) error {
	in, err := s.Get(ctx, a, id)
	if err != nil {
		return err
	}
	if !in.State.May(Cancelled) {
		return kernel.Refuse("rollimport.not_now")
	}
	return s.DB.Tx(ctx, func(tx *db.Tx) error {
		if in.State.Working() {
			return askStop(tx, id)
		}
		now := s.Clock.Now()
		in.State, in.Finished = Cancelled, now
		ok, err := updateImport(tx, in, now)
		if err != nil {
			return err
		}
		if !ok {
			return kernel.Refuse("rollimport.not_now")
		}
		err = s.tell(tx, in, FactCancelled)
		if err != nil {
			return err
		}
		return s.Audit.Note(tx, a, FactCancelled, subject(id), nil, nil)
	})
}

// Tidy forgets the findings of imports that ended long ago; their counts stay.
func (s *Service) Tidy(ctx context.Context) error {
	return s.DB.Tx(ctx, func(tx *db.Tx) error {
		ids, err := old(tx, s.Clock.Now().Add(-findingLife), 50)
		if err != nil {
			return err
		}
		for _, id := range ids {
			err = dropFindings(tx, id)
			if err != nil {
				return err
			}
		}
		return nil
	})
}
