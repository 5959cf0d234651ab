package statistics

import (
	"context"

	"doanket/internal/db"
	"doanket/kernel"
)

type formKeyNo struct {
	key string
	no  int
}

// LoadForms keeps the forms that came with the program. A version that is there already must have the
// same text: what reports were made by never changes.
func (s *Service) LoadForms(ctx context.Context) error {
	forms, texts, err := Shipped()
	if err != nil {
		return err
	}
	for i, f := range forms {
		err = s.DB.Tx(ctx, func(tx *db.Tx) error { return s.keepForm(tx, f, texts[i]) })
		if err != nil {
			return err
		}
	}
	return nil
}

func (s *Service) keepForm(tx *db.Tx, f *Form, text []byte) error {
	sum := hashOf(text)
	row, ok, err := loadForm(tx, f.Key, f.No)
	if err != nil {
		return err
	}
	if ok && row.sha256 != sum {
		return kernel.Refuse("statistics.form_changed", f.Key, f.No)
	}
	if ok {
		return nil
	}
	return insertForm(tx, f, sum, text, s.Clock.Now())
}

// LoadForm keeps a new version of a form, once it has passed the gate. Refuses with
// statistics.form_flaws and statistics.form_changed. Only the program may.
func (s *Service) LoadForm(ctx context.Context, a kernel.Actor, file string, text []byte) (*Form, error) {
	if !a.System {
		return nil, kernel.Forbid("statistics.may_not_open")
	}
	f, flaws, err := s.CheckForm(ctx, file, text)
	if err != nil {
		return nil, err
	}
	if len(flaws) > 0 {
		return nil, kernel.Refuse("statistics.form_flaws", len(flaws), flaws[0].Line, flaws[0].Message)
	}
	return f, s.DB.Tx(ctx, func(tx *db.Tx) error {
		err := s.keepForm(tx, f, text)
		if err != nil {
			return err
		}
		return s.Audit.Note(tx, a, "statistics.form_loaded", "statistics_form:"+f.Key, nil, map[string]any{"version": f.No, "sha256": hashOf(text)})
	})
}

// CheckForm puts a file through the gate: everything that is wrong with it.
func (s *Service) CheckForm(ctx context.Context, file string, text []byte) (*Form, []Flaw, error) {
	others, err := s.Forms(ctx)
	if err != nil {
		return nil, nil, err
	}
	f, flaws := ReadForm(file, text, others...)
	return f, flaws, nil
}

// Forms are all versions of all forms that the site knows.
func (s *Service) Forms(ctx context.Context) ([]*Form, error) {
	var out []*Form
	err := s.DB.Read(ctx, func(tx *db.Tx) error {
		out = nil
		rows, err := allForms(tx)
		if err != nil {
			return err
		}
		for _, row := range rows {
			f, err := s.formOf(tx, row)
			if err != nil {
				return err
			}
			out = append(out, f)
		}
		return nil
	})
	return out, err
}

// formOf reads a kept version once.
func (s *Service) formOf(tx *db.Tx, row formRow) (*Form, error) {
	if f, ok := s.read.Load(formKeyNo{row.key, row.no}); ok {
		return f.(*Form), nil
	}
	f, _ := ReadForm(row.key, []byte(row.text))
	if f.Sums != "" { // once more, with the form that it sums
		below, ok, err := formOn(tx, f.Sums, f.valid.From)
		if err != nil {
			return nil, err
		}
		if ok {
			b, err := s.formOf(tx, below)
			if err != nil {
				return nil, err
			}
			f, _ = ReadForm(row.key, []byte(row.text), b)
		}
	}
	s.read.Store(formKeyNo{row.key, row.no}, f)
	return f, nil
}

func (s *Service) formOn(tx *db.Tx, key string, on kernel.Date) (*Form, error) {
	row, ok, err := formOn(tx, key, on)
	if err != nil {
		return nil, err
	}
	if !ok {
		return nil, kernel.Missing("statistics.no_form")
	}
	return s.formOf(tx, row)
}

func (s *Service) formNo(tx *db.Tx, key string, no int) (*Form, error) {
	row, ok, err := loadForm(tx, key, no)
	if err != nil {
		return nil, err
	}
	if !ok {
		return nil, kernel.Missing("statistics.no_form")
	}
	return s.formOf(tx, row)
}
