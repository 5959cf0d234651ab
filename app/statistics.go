package app

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"time"

	"doanket/core/messages"
	"doanket/internal/db"
	"doanket/kernel"
	"doanket/seed"
	"doanket/ui"
	"doanket/union/members"
	"doanket/union/statistics"
)

// wireStatistics opens the room of the union's statistics.
func (a *App) wireStatistics() {
	a.statistics = statistics.New(statistics.Deps{DB: a.db, IDs: a.ids, Clock: a.clock, Audit: a.audit, Outbox: a.outbox, Orgs: a.orgs, Press: a.press,
		Roll: roll{a}, Calendars: calendars{a}, Base: a.cfg.URL})
	a.outbox.Hear("messages.statistics", []string{statistics.SubmittedFact, statistics.AcceptedFact, statistics.ReturnedFact}, a.tellStatistics)
}

// roll lets statistics ask the member roll.
type roll struct{ a *App }

// tallied is how many units are counted in one reading.
const tallied = 400

func (r roll) Tally(ctx context.Context, ask statistics.TallyAsk) (map[kernel.ID]statistics.Counts, error) {
	out := make(map[kernel.ID]statistics.Counts, len(ask.Units))
	err := r.a.db.Read(ctx, func(tx *db.Tx) error {
		for _, unit := range ask.Units {
			out[unit] = countsOf(members.Tally{}, ask.Measures)
		}
		for some := range slices.Chunk(ask.Units, tallied) {
			list, err := r.a.members.Tally(tx, ask.Tenant, some, ask.On)
			if err != nil {
				return err
			}
			for _, t := range list {
				out[t.Unit] = countsOf(t, ask.Measures)
			}
		}
		if slices.Contains(ask.Measures, statistics.CardsValid) {
			valid, err := r.a.cards.CountValid(tx, ask.Tenant, ask.Units, ask.On)
			if err != nil {
				return err
			}
			for unit, counts := range out {
				counts[statistics.CardsValid] = valid[unit]
			}
		}
		err := r.boards(tx, ask, out)
		if err == nil {
			err = r.inspections(tx, ask, out)
		}
		if err != nil {
			return err
		}
		if slices.Contains(ask.Measures, statistics.MembersAdmitted) {
			return r.admitted(tx, ask, out)
		}
		return nil
	})
	return out, err
}

// zeroed puts zero for the measures of a list that were asked for, and tells whether any was.
func zeroed(ask statistics.TallyAsk, out map[kernel.ID]statistics.Counts, list ...statistics.Measure) bool {
	any := false
	for _, m := range list {
		if !slices.Contains(ask.Measures, m) {
			continue
		}
		any = true
		for _, counts := range out {
			counts[m] = 0
		}
	}
	return any
}

// boards counts the committees of each unit on the day.
func (r roll) boards(tx *db.Tx, ask statistics.TallyAsk, out map[kernel.ID]statistics.Counts) error {
	if !zeroed(ask, out, statistics.ExecutiveCommittees, statistics.ExecutiveSeats, statistics.ExecutiveSeatsWomen, statistics.InspectionCommittees, statistics.WomenCommittees) {
		return nil
	}
	for some := range slices.Chunk(ask.Units, tallied) {
		list, err := r.a.committees.Count(tx, ask.Tenant, some, ask.On)
		if err != nil {
			return err
		}
		for _, t := range list {
			add := map[string]map[statistics.Measure]int64{
				"executive":  {statistics.ExecutiveCommittees: t.Committees, statistics.ExecutiveSeats: t.Members, statistics.ExecutiveSeatsWomen: t.Women},
				"inspection": {statistics.InspectionCommittees: t.Committees}, "women": {statistics.WomenCommittees: t.Committees}}[t.Kind]
			for m, n := range add {
				if _, is := out[t.Unit][m]; is {
					out[t.Unit][m] += n
				}
			}
		}
	}
	return nil
}

// inspections counts what each unit's committee has concluded since the year began.
func (r roll) inspections(tx *db.Tx, ask statistics.TallyAsk, out map[kernel.ID]statistics.Counts) error {
	if !zeroed(ask, out, statistics.InspectionsAll, statistics.InspectionsSystem) {
		return nil
	}
	span := kernel.Period{From: kernel.Date{Year: ask.On.Year, Month: 1, Day: 1}, To: ask.On}
	for some := range slices.Chunk(ask.Units, tallied) {
		list, err := r.a.inspection.SharesOf(tx, ask.Tenant, some, span)
		if err != nil {
			return err
		}
		for unit, share := range list {
			out[unit][statistics.InspectionsAll], out[unit][statistics.InspectionsSystem] = int64(share.All), int64(share.System)
		}
	}
	return nil
}

// countsOf are the measures that the roll knows; cards are counted by their own room.
func countsOf(t members.Tally, measures []statistics.Measure) statistics.Counts {
	all := map[statistics.Measure]int64{statistics.MembersAll: t.Members, statistics.MembersWomen: t.Women, statistics.MembersAdmitted: 0,
		statistics.MembersWaged: t.Waged, statistics.MembersWages: int64(t.Wages)}
	out := statistics.Counts{}
	for _, m := range measures {
		if n, ok := all[m]; ok {
			out[m] = n
		}
	}
	return out
}

// admitted counts who was admitted within the period and is a member on its last day.
func (r roll) admitted(tx *db.Tx, ask statistics.TallyAsk, out map[kernel.ID]statistics.Counts) error {
	return r.a.members.Each(tx, ask.Tenant, ask.Units, ask.On, func(m members.Member) error {
		if m.Admitted.After(ask.Since) && !m.Admitted.After(ask.On) {
			out[m.Unit][statistics.MembersAdmitted]++
		}
		return nil
	})
}

func (r roll) Page(kernel.ID, kernel.Date) string { return "" }

// statisticsNotice is what those concerned hear of a report.
var statisticsNotice = messages.Template{Key: "statistics.report", Version: 1, Subject: "{{viec}}: {{don_vi}}", Text: "{{viec}}: {{don_vi}}, mẫu {{mau}}, chốt {{ngay}}.",
	Vars: map[string]messages.VarKind{"viec": messages.Text, "don_vi": messages.Text, "mau": messages.Text, "ngay": messages.Text}}

var statisticsWords = map[string]string{
	statistics.SubmittedFact: "Báo cáo thống kê chờ duyệt", statistics.AcceptedFact: "Báo cáo thống kê đã được duyệt", statistics.ReturnedFact: "Báo cáo thống kê bị trả lại",
}

// tellStatistics tells the level above that a report has come, and the unit what became of its own.
func (a *App) tellStatistics(tx *db.Tx, f kernel.Fact) error {
	var t statistics.Told
	err := json.Unmarshal(f.Data, &t)
	if err != nil {
		return fmt.Errorf("fact %s: %w", f.Kind, err)
	}
	unit, permission := t.Org, statistics.FillPermission
	if f.Kind == statistics.SubmittedFact {
		o, _, err := a.orgs.Get(tx, t.Org, t.CutOff)
		if err != nil {
			return err
		}
		unit, permission = o.Parent, statistics.ReviewPermission
	}
	o, _, err := a.orgs.Get(tx, t.Org, t.CutOff)
	if err != nil {
		return err
	}
	list, err := a.people.StaffNear(tx.Context(), f.Tenant, unit, permission)
	if err != nil {
		return err
	}
	for _, who := range list {
		if who.Account == f.Actor {
			continue
		}
		err = a.messages.Send(tx, messages.Notice{Tenant: f.Tenant, Org: t.Org, Account: who.Account, Template: statisticsNotice,
			Vars: messages.Vars{"viec": statisticsWords[f.Kind], "don_vi": o.Name, "mau": t.Form, "ngay": kernel.FormatDate(t.CutOff)},
			Link: "/thong-ke/ky/" + t.Period.String() + "/" + t.Org.String(), Origin: f.Subject, Dedupe: "statistics:" + f.ID.String() + ":" + who.Account.String()})
		if err != nil {
			return err
		}
	}
	return nil
}

// unionRooms are the rooms of the union wing that an actor may enter.
func unionStatistics(may func(string) bool) []ui.Room {
	if may(statistics.ViewPermission) || may(statistics.FillPermission) || may(statistics.ReviewPermission) || may(statistics.OpenPermission) {
		return []ui.Room{{Label: "Thống kê", Href: "/thong-ke"}}
	}
	return nil
}

// Report is the statistical report of a unit as of a day: form 1-HDCD or 2-HDCD, the unit by id or identifier.
func (a *App) Report(ctx context.Context, form, unit, at string) (statistics.Document, error) {
	on, err := kernel.ParseISODate(at)
	if err != nil {
		return statistics.Document{}, err
	}
	id, err := a.unitNamed(ctx, unit, on)
	if err != nil {
		return statistics.Document{}, err
	}
	return a.statistics.ReportOf(ctx, a.program(), statistics.FormName(form), id, on)
}

// unitNamed finds a unit by its id or by the identifier that it bore on a day.
func (a *App) unitNamed(ctx context.Context, text string, on kernel.Date) (kernel.ID, error) {
	var id kernel.ID
	err := a.db.Read(ctx, func(tx *db.Tx) error {
		o, ok, err := a.orgs.ByIdentifier(tx, a.Site(), text, on)
		if err == nil && ok {
			id = o.ID
		}
		return err
	})
	if err != nil || id != 0 {
		return id, err
	}
	return kernel.ParseID(text)
}

// CheckForms puts files of statistical forms through the gate.
func (a *App) CheckForms(ctx context.Context, files ...string) ([]statistics.Flaw, error) {
	out := []statistics.Flaw{}
	for _, name := range files {
		text, err := os.ReadFile(name)
		if err != nil {
			return nil, err
		}
		_, flaws, err := a.statistics.CheckForm(ctx, name, text)
		if err != nil {
			return nil, err
		}
		out = append(out, flaws...)
	}
	return out, nil
}

// LoadForm keeps a new version of a statistical form.
func (a *App) LoadForm(ctx context.Context, file string) (name string, version int, err error) {
	text, err := os.ReadFile(file)
	if err != nil {
		return "", 0, err
	}
	f, err := a.statistics.LoadForm(ctx, a.program(), filepath.Base(file), text)
	if err != nil {
		return "", 0, err
	}
	return f.Key, f.No, nil
}

// sumUnits measures a 2-HĐCĐ over ten thousand units, in milliseconds; the limit is two seconds.
func (b *bench) sumUnits(ctx context.Context) error {
	cfg := b.cfg
	cfg.Data = filepath.Join(b.cfg.Data, "bench", "statistics")
	cfg.DB, cfg.Files, cfg.SMTP, cfg.NoLimits, cfg.Profile = "", "", "", true, "demo"
	err := os.RemoveAll(cfg.Data)
	if err != nil {
		return err
	}
	a, err := b.open(ctx, cfg)
	if err != nil {
		return err
	}
	defer a.Close()
	err = a.Migrate(ctx)
	if err == nil {
		err = a.Seed(ctx, SeedOptions{})
	}
	if err != nil {
		return err
	}
	cut := kernel.Date{Year: 2025, Month: time.November, Day: 30}
	program := kernel.Actor{System: true, Tenant: seed.Tenant(), Name: "Đo"}
	fed := seed.UnitID("ldld-tinh")
	p, err := a.statistics.Open(ctx, program, statistics.OpenInput{Org: fed, CutOff: cut})
	if err != nil {
		return err
	}
	const units = 10_000
	for _, ward := range []string{"cd-uong-bi", "cd-vang-danh"} {
		err = a.statistics.SeedBulk(ctx, statistics.BulkInput{Period: p.ID, Under: seed.UnitID(ward), Units: units / 2})
		if err != nil {
			return err
		}
	}
	var took []time.Duration
	for range 7 {
		watch := stopwatch()
		v, err := a.statistics.Sheet(ctx, program, statistics.Ref{Period: p.ID, Org: fed})
		if err != nil {
			return err
		}
		took = append(took, watch())
		if v.Sum.Counted != units {
			return fmt.Errorf("%d units were added up, want %d", v.Sum.Counted, units)
		}
	}
	return b.row(Measured{Name: "sum_10k_units_ms", Ours: percentile(took, 50), Base: 2000, P99: percentile(took, 99)})
}
