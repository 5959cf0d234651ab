package inspection

import (
	"context"
	"strings"

	"doanket/internal/db"
	"doanket/internal/files"
	"doanket/kernel"
)

// Answered writes down what a line of the checklist came to. Refuses with inspection.not_on_team,
// inspection.not_now, inspection.no_line, inspection.invalid at the fields.
func (s *Service) Answered(ctx context.Context, a kernel.Actor, id kernel.ID, l Line) (Inspection, error) {
	return s.act(ctx, a, id, Answer, func(tx *db.Tx, i *Inspection, _ Paths) (string, error) {
		q, err := questionOf(*i, l.Key)
		if err != nil {
			return "", err
		}
		var fs kernel.Faults
		l.Finding = strings.TrimSpace(l.Finding)
		switch l.Result {
		case Good, Inapplicable:
			checkText(&fs, "phat_hien", l.Finding, maxText, "")
		case Faulty:
			checkText(&fs, "phat_hien", l.Finding, maxText, "inspection.say_what_was_found")
		default:
			fs.Add("ket_qua", "inspection.no_result")
		}
		err = fs.Err("inspection.invalid")
		if err != nil {
			return "", err
		}
		l.By, l.At = a.Name, s.Clock.Now()
		return q.Text, saveLine(tx, *i, l)
	})
}

func questionOf(i Inspection, key string) (Question, error) {
	list, _ := ListVersion(i.List)
	q, ok := list.Question(key)
	if !ok {
		return q, kernel.Missing("inspection.no_line")
	}
	return q, nil
}

// Cite rests a line on a record of the system as of a day. Refuses with inspection.not_on_team,
// inspection.not_now, inspection.no_line, inspection.invalid at the fields (no such record).
func (s *Service) Cite(ctx context.Context, a kernel.Actor, id kernel.ID, line string, ask RecordAsk) (Inspection, error) {
	var fs kernel.Faults
	today := s.today()
	if ask.On.IsZero() {
		ask.On = today
	}
	if ask.On.After(today) {
		fs.Add("ngay", "inspection.day_to_come")
	}
	err := fs.Err("inspection.invalid")
	if err != nil {
		return Inspection{}, err
	}
	err = s.DB.Read(ctx, func(tx *db.Tx) error {
		i, p, err := s.open(tx, a, id)
		ask.Unit = i.Subject
		if err == nil {
			err = may(a, i, p, Answer)
		}
		return err
	})
	if err != nil {
		return Inspection{}, err
	}
	ask.Digest = true
	found, err := s.Records.Find(ctx, a, ask)
	if f := kernel.AsFault(err); f != nil {
		return Inspection{}, &kernel.Fault{Kind: kernel.Invalid, Code: "inspection.invalid", Fields: []kernel.FieldFault{{Field: "ma", Code: "inspection.no_record"}}}
	}
	if err != nil {
		return Inspection{}, err
	}
	e := Evidence{Line: line, Kind: ask.Kind, Ref: found.Ref, Label: found.Label, AsOf: ask.On, Digest: found.Digest}
	return s.attach(ctx, a, id, found.Label, e)
}

// Attach rests a line on files. Refuses as Cite does, and with inspection.invalid when there is none.
func (s *Service) Attach(ctx context.Context, a kernel.Actor, id kernel.ID, line string, kept []files.File) (Inspection, error) {
	if len(kept) == 0 {
		return Inspection{}, &kernel.Fault{Kind: kernel.Invalid, Code: "inspection.invalid", Fields: []kernel.FieldFault{{Field: "tep", Code: "inspection.no_file_chosen"}}}
	}
	var list []Evidence
	var names []string
	for _, f := range kept {
		names = append(names, f.Name)
		list = append(list, Evidence{Line: line, AsOf: s.today(), SHA: f.SHA256, Name: f.Name, Type: string(f.Type), Size: f.Size, Label: f.Name})
	}
	return s.attach(ctx, a, id, strings.Join(names, ", "), list...)
}

func (s *Service) attach(ctx context.Context, a kernel.Actor, id kernel.ID, note string, list ...Evidence) (Inspection, error) {
	return s.act(ctx, a, id, Answer, func(tx *db.Tx, i *Inspection, _ Paths) (string, error) {
		for _, e := range list {
			_, err := questionOf(*i, e.Line)
			if err != nil {
				return "", err
			}
			e.ID, e.By, e.At = s.IDs.New(), a.Name, s.Clock.Now()
			err = insertEvidence(tx, *i, e)
			if err != nil {
				return "", err
			}
		}
		return note, nil
	})
}

// WriteMinutes keeps what the minutes say. Refuses with inspection.not_on_team, inspection.not_now,
// inspection.invalid at the fields.
func (s *Service) WriteMinutes(ctx context.Context, a kernel.Actor, id kernel.ID, on kernel.Date, text string) (Inspection, error) {
	return s.act(ctx, a, id, Minute, func(_ *db.Tx, i *Inspection, _ Paths) (string, error) {
		var fs kernel.Faults
		switch {
		case on.IsZero():
			fs.Add("ngay", "inspection.no_day")
		case on.After(s.today()):
			fs.Add("ngay", "inspection.day_to_come")
		case on.Before(i.Starts):
			fs.Add("ngay", "inspection.before_start", kernel.FormatDate(i.Starts))
		}
		checkText(&fs, "noi_dung", text, maxText, "inspection.no_minutes")
		i.Minutes, i.MinutesOn = strings.TrimSpace(text), on
		return kernel.FormatDate(on), fs.Err("inspection.invalid")
	})
}

// Recommend drafts a recommendation; it is issued with the conclusion. Refuses with
// inspection.not_on_team, inspection.not_now, inspection.no_subject_here, inspection.invalid at the fields.
func (s *Service) Recommend(ctx context.Context, a kernel.Actor, id kernel.ID, r Recommendation) (Inspection, error) {
	return s.act(ctx, a, id, Recommend, func(tx *db.Tx, i *Inspection, _ Paths) (string, error) {
		var fs kernel.Faults
		r.Text = strings.TrimSpace(r.Text)
		checkText(&fs, "noi_dung", r.Text, maxTitle, "inspection.no_recommendation")
		switch {
		case r.Due.IsZero():
			fs.Add("han", "inspection.no_due")
		case r.Due.Before(s.today()):
			fs.Add("han", "inspection.due_is_past")
		}
		err := fs.Err("inspection.invalid")
		if err != nil {
			return "", err
		}
		if r.Unit == 0 {
			r.Unit = i.SubjectNow
		}
		below, err := s.Orgs.Under(tx, []kernel.ID{i.SubjectNow}, s.today())
		if err != nil {
			return "", err
		}
		if !contains(below, r.Unit) {
			return "", kernel.Missing("inspection.no_subject_here")
		}
		if r.Line != "" {
			_, err = questionOf(*i, r.Line)
			if err != nil {
				return "", err
			}
		}
		list, err := recommendationsOf(tx, id)
		if err != nil {
			return "", err
		}
		r.ID, r.Inspection, r.State, r.No = s.IDs.New(), i.ID, Drafted, 1
		if n := len(list); n > 0 {
			r.No = list[n-1].No + 1
		}
		return r.Text, insertRecommendation(tx, i.Tenant, r)
	})
}

func contains(list []kernel.ID, id kernel.ID) bool {
	for _, x := range list {
		if x == id {
			return true
		}
	}
	return false
}

// Unrecommend takes a draft away. Refuses as Recommend does, and with inspection.no_recommendation_here.
func (s *Service) Unrecommend(ctx context.Context, a kernel.Actor, id, recommendation kernel.ID) (Inspection, error) {
	return s.act(ctx, a, id, Recommend, func(tx *db.Tx, i *Inspection, _ Paths) (string, error) {
		gone, err := deleteDraft(tx, i.ID, recommendation)
		if err == nil && !gone {
			err = kernel.Missing("inspection.no_recommendation_here")
		}
		return "", err
	})
}
