package reorg

import (
	"bytes"
	"context"
	"slices"
	"strings"

	"doanket/internal/db"
	"doanket/kernel"
)

// Reading (bản đọc) is what a file says, with everything that stands in the way.
//
//glossary:none
type Reading struct {
	Seat    kernel.ID `json:"seat,omitempty"`
	Head    Head      `json:"head"`
	Steps   int       `json:"steps"`
	Picture Picture   `json:"picture"`

	steps []Step
}

// script reads a file by what is in it.
func readFile(content []byte) (*script, error) {
	if bytes.HasPrefix(content, []byte("PK")) {
		return readBook(content)
	}
	if bytes.ContainsRune(content, 0) {
		return nil, kernel.Refuse("reorg.file_kind")
	}
	return readYAML(content), nil
}

// Check (kiểm tra tệp) reads a decision from a file, tries it, and leaves nothing. Faults of the file
// and of the try are told together. Refuses with reorg.file_kind, and as sheets.Open does.
func (s *Service) Check(ctx context.Context, a kernel.Actor, content []byte) (Reading, error) {
	sc, err := readFile(content)
	if err != nil {
		return Reading{}, err
	}
	var out Reading
	err = s.DB.Read(ctx, func(tx *db.Tx) error {
		if a.Tenant == 0 {
			var err error
			a.Tenant, err = s.Orgs.Root(tx)
			if err != nil {
				return err
			}
		}
		faults := sc.faults
		defer func() { sc.faults = faults }() // a repeated reading tells nothing twice
		var err error
		out.Seat, out.Head, out.steps, err = s.read(tx, a, sc)
		out.Picture.Faults = slices.Clone(sc.faults)
		out.Steps = len(out.steps)
		return err
	})
	if err != nil || out.Seat == 0 {
		return out, err
	}
	d := Reorganisation{ID: s.IDs.New(), Tenant: a.Tenant, Seat: out.Seat, State: Draft, Head: out.Head.tidy(), Steps: out.steps}
	d.Undoes = undoing(d.Steps)
	pic, err := s.try(ctx, a, d)
	if err != nil {
		return out, err
	}
	read := out.Picture.Faults
	for _, f := range pic.Faults { // what follows from an unread step is not told again
		if !slices.ContainsFunc(read, func(r StepFault) bool { return r.Step == f.Step && (r.Step != 0 || r.Field == f.Field) }) {
			read = append(read, f)
		}
	}
	kernel.SortStableFunc(read, func(x, y StepFault) int { return x.Step - y.Step })
	pic.Faults = read
	out.Picture = pic
	return out, nil
}

// undoing is the decision that a single step takes back, 0 for others.
func undoing(steps []Step) kernel.ID {
	if len(steps) == 1 && steps[0].Kind == Undo {
		return steps[0].Undoes
	}
	return 0
}

// BeginFile starts a decision from a file that could be read. Refuses with reorg.faulty and gives the
// faults when something in the file could not be; faults of the try come with the draft.
func (s *Service) BeginFile(ctx context.Context, a kernel.Actor, content []byte) (kernel.ID, Reading, error) {
	r, err := s.Check(ctx, a, content)
	if err != nil {
		return 0, r, err
	}
	unread := slices.ContainsFunc(r.Picture.Faults, func(f StepFault) bool {
		return strings.HasPrefix(f.Code, "reorg.file_") || f.Code == "reorg.no_unit_named" || f.Code == "reorg.two_units"
	})
	if unread || r.Seat == 0 {
		return 0, r, kernel.Refuse("reorg.faulty", len(r.Picture.Faults))
	}
	id := s.IDs.New()
	err = s.DB.Tx(ctx, func(tx *db.Tx) error {
		d, err := s.draft(tx, a, id, r.Seat, r.Head, r.steps)
		if err != nil {
			return err
		}
		d.Undoes = undoing(d.Steps)
		d.Picture, d.Checked, d.CheckedAt = r.Picture, d.Digest(), s.Clock.Now()
		return s.start(tx, a, d)
	})
	return id, r, err
}
