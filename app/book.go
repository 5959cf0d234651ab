package app

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"doanket/internal/db"
	"doanket/kernel"
	"doanket/services/dossiers"
	"doanket/services/procedures"
)

// book lets dossiers ask the catalogue of procedures in its own words.
type book struct{ a *App }

var channelWords = map[dossiers.Channel]string{
	dossiers.Online: procedures.Online, dossiers.Desk: procedures.Direct, dossiers.Post: procedures.Post,
}

var kindWords = map[string]string{"quoc_gia": "national", "dia_phuong": "local", "noi_bo": "internal", "cong_doan": "union"}

var unitWords = map[string]string{"tiep_nhan": "receiving", "giai_quyet": "deciding", "phoi_hop": "coordinating", "": "deciding"}

var needWords = map[string]string{"thanh_phan": "papers", "nop_phi": "payment", "du_thao": "draft", "ky": "signature", "so": "number"}

var supplyWords = map[string]dossiers.Policy{"tinh_lai_tu_dau": dossiers.Restart, "tinh_tiep": dossiers.Resume}

// Current finds the published version in force.
func (b book) Current(ctx context.Context, tenant kernel.ID, code string, at kernel.Instant) (kernel.ID, error) {
	v, err := b.a.procedures.Current(ctx, tenant, code, at.Date())
	if err != nil {
		return 0, err
	}
	return v.ID, nil
}

// asked is a question with everything looked up.
type asked struct {
	version  *procedures.Version
	variant  *procedures.Variant
	ask      procedures.Ask
	deciding kernel.ID
}

func (b book) look(ctx context.Context, q dossiers.TermsAsk) (asked, error) {
	v, err := b.a.procedures.Version(ctx, q.Tenant, q.Version)
	if err != nil {
		return asked{}, err
	}
	out := asked{version: v, deciding: q.Deciding}
	answers := map[string]any{}
	if len(q.Answers) > 0 {
		err = json.Unmarshal(q.Answers, &answers)
		if err != nil {
			return asked{}, fmt.Errorf("answers: %w", err)
		}
	}
	out.ask = procedures.Ask{Answers: answers, Channel: channelWords[q.Channel], On: q.On.Date(), Held: q.Held}
	if out.deciding == 0 && q.Received != 0 {
		out.deciding, err = b.a.decidingUnit(ctx, q.Received, v.Def.Agency.Deciding, q.On.Date())
		if err != nil {
			return asked{}, err
		}
	}
	if out.deciding != 0 {
		out.ask.Agency, err = b.a.identifiers(ctx, out.deciding, q.On.Date())
		if err != nil {
			return asked{}, err
		}
	}
	if q.Variant != "" {
		c, ok := v.Variant(q.Variant)
		if !ok {
			return asked{}, kernel.Missing("procedures.no_variant")
		}
		out.variant = c
		return out, nil
	}
	out.variant, err = v.VariantFor(out.ask)
	return out, err
}

// Terms tells what a version asks for and allows in one case.
func (b book) Terms(ctx context.Context, q dossiers.TermsAsk) (dossiers.Terms, error) {
	x, err := b.look(ctx, q)
	if err != nil {
		return dossiers.Terms{}, err
	}
	def, c := x.version.Def, x.variant
	t := dossiers.Terms{
		Procedure: dossiers.ProcedureRef{Version: x.version.ID, Code: def.Code, Name: def.Name, Kind: kindWords[def.Kind], No: def.No,
			Variant: c.Key, VariantName: c.Name, Form: x.version.SHA256},
		FollowOnly: def.Handling != "tai_cho", NonTerritorial: def.Agency.NonTerritorial, Deciding: x.deciding,
		Supplement: supplyWords[c.Supply], AnswerFaults: x.version.CheckAnswers(x.ask), Letterhead: def.Papers,
		Notices: map[string]dossiers.Notice{},
	}
	for channel, word := range channelWords {
		if c.Channels.Of(word) != nil {
			t.Channels = append(t.Channels, channel)
		}
	}
	slices.Sort(t.Channels)
	limit := c.LimitFor(x.ask.Channel)
	if limit == nil {
		limit = c.Limit
	}
	if limit != nil {
		t.Limit, t.LimitWords = limit.Short(), limit.Words()
		if limit.None {
			t.LimitReason = limit.Reason
		}
	}
	if c.SupplyIn != nil && c.SupplyIn.Unit == "ngay" {
		t.SupplyDays = c.SupplyIn.Qty
	}
	t.CodeAgency, err = b.a.codeAgency(ctx, x.deciding, q.Received, q.On.Date())
	if err == nil && q.Coder != 0 {
		t.CodeAgency, err = b.a.codeAgency(ctx, q.Coder, q.Coder, q.CodedOn.Date())
	}
	if err != nil {
		return dossiers.Terms{}, err
	}
	b.papers(&t, x)
	b.flow(&t, x)
	for _, n := range def.Notices {
		t.Notices[n.Key] = dossiers.Notice{Title: n.Title, Body: n.Body}
	}
	for _, basis := range def.Bases {
		t.Basis = append(t.Basis, basis.No)
	}
	return t, nil
}

func (b book) papers(t *dossiers.Terms, x asked) {
	for _, p := range x.version.Papers(x.variant, x.ask) {
		t.Papers = append(t.Papers, dossiers.PaperTerm{Key: p.Key, Name: p.Name, Originals: p.Originals, Certified: p.Certified, Copies: p.Copies,
			Required: p.Must, OneOf: p.OneOf, FromForm: p.FromForm, Held: p.Held, Kept: p.Kept})
	}
	for _, f := range x.version.Fees(x.variant, x.ask) {
		t.Fees = append(t.Fees, dossiers.FeeLine{Key: f.Key, Name: f.Name, Kind: string(f.Kind), Unit: f.UnitAmount, Quantity: f.Quantity, Amount: f.Amount, Per: f.Unit, Basis: f.Basis})
	}
}

func (b book) flow(t *dossiers.Terms, x asked) {
	for _, s := range x.variant.Flow.Steps {
		step := dossiers.StepTerm{Key: s.Key, Name: s.Name, State: dossiers.State(s.State), Role: s.Role, Unit: unitWords[s.Unit]}
		if s.Limit != nil {
			step.Limit = s.Limit.Short()
		}
		t.Steps = append(t.Steps, step)
	}
	for _, act := range b.actions(x) {
		term := dossiers.ActionTerm{Key: act.Key, Name: act.Name, From: act.From, To: act.To, Roles: act.Roles, FourEyes: act.FourEyes, Reason: act.Reason}
		for _, e := range act.Effects {
			term.Effects = append(term.Effects, string(e))
		}
		for _, n := range act.Needs {
			term.Needs = append(term.Needs, needWords[n])
		}
		if act.Has(procedures.Draft) && !slices.Contains(act.From, act.To) {
			term.Needs = append(term.Needs, "draft") // a draft is saved where it is written; passing it on needs it
		}
		t.Actions = append(t.Actions, term)
	}
	for _, key := range x.variant.Results {
		for _, r := range x.version.Def.Results {
			if r.Key == key {
				t.Results = append(t.Results, dossiers.ResultTerm{Key: r.Key, Name: r.Name, Refusal: r.Refusal, Template: r.Template})
			}
		}
	}
}

// actions are those whose condition holds, each once, in the order of the file.
func (b book) actions(x asked) []procedures.Action {
	open := map[string]bool{}
	for _, s := range x.variant.Flow.Steps {
		for _, act := range x.version.Actions(x.variant, s.Key, nil, x.ask) {
			open[act.Key] = true
		}
	}
	var out []procedures.Action
	for _, act := range x.variant.Flow.Actions {
		if open[act.Key] {
			out = append(out, act)
		}
	}
	return out
}

// Cards are the procedures that may be filed here now.
func (b book) Cards(ctx context.Context, tenant kernel.ID, q string, limit int) ([]dossiers.Card, error) {
	found, err := b.a.procedures.Find(ctx, tenant, procedures.Search{Q: q, Here: true, Limit: limit})
	if err != nil {
		return nil, err
	}
	out := make([]dossiers.Card, 0, len(found.Hits))
	for _, e := range found.Hits {
		out = append(out, dossiers.Card{Code: e.Code, Name: e.Name, Field: e.Field, Limit: e.Limit})
	}
	return out, nil
}

// Questions are the parts of the form with what the answers make of them.
func (b book) Questions(ctx context.Context, q dossiers.TermsAsk) ([]dossiers.Questions, error) {
	x, err := b.look(ctx, q)
	if err != nil {
		return nil, err
	}
	var out []dossiers.Questions
	for _, s := range x.version.Def.Form.Sections {
		out = append(out, dossiers.Questions{Key: s.Key, Title: s.Title, Help: s.Help})
	}
	for _, question := range x.version.Questions(x.ask) {
		i := slices.IndexFunc(out, func(p dossiers.Questions) bool { return p.Key == question.Section })
		if i < 0 {
			continue
		}
		y := dossiers.Question{Key: question.Key, Type: question.Type, Label: question.Label, Help: question.Help, Shown: question.Shown, Must: question.Must, Prefill: question.Prefill}
		for _, o := range question.Choices {
			y.Choices = append(y.Choices, dossiers.Choice{Code: o.Code, Name: o.Name})
		}
		out[i].Fields = append(out[i].Fields, y)
	}
	return out, nil
}

// ReadAnswers turns typed text into answers.
func (b book) ReadAnswers(ctx context.Context, q dossiers.TermsAsk, typed map[string][]string) (json.RawMessage, []kernel.FieldFault, error) {
	v, err := b.a.procedures.Version(ctx, q.Tenant, q.Version)
	if err != nil {
		return nil, nil, err
	}
	answers, faults := v.ReadAnswers(typed)
	text, err := json.Marshal(answers)
	return text, faults, err
}

// decidingUnit finds who decides, seen from the unit that received.
func (a *App) decidingUnit(ctx context.Context, received kernel.ID, agency string, on kernel.Date) (kernel.ID, error) {
	return recall(a, memoKey{unit: received, on: on, key: agency}, func() (kernel.ID, error) { return a.findDeciding(ctx, received, agency, on) })
}

func (a *App) findDeciding(ctx context.Context, received kernel.ID, agency string, on kernel.Date) (kernel.ID, error) {
	var out kernel.ID
	err := a.db.Read(ctx, func(tx *db.Tx) error {
		var err error
		out, err = a.resolveAgency(tx, received, agency, on)
		return err
	})
	return out, err
}
