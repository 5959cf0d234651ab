package app

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"path"
	"strings"

	"doanket/core/messages"
	"doanket/core/tasks"
	"doanket/internal/db"
	"doanket/kernel"
	"doanket/services/dossiers"
	"doanket/union/inspection"
	"doanket/union/members"
	"doanket/union/statistics"
)

// wireInspection opens the room of the inspection committee; reorganisations carry what is not over.
func (a *App) wireInspection() {
	a.inspection = inspection.New(inspection.Deps{DB: a.db, IDs: a.ids, Clock: a.clock, Audit: a.audit, Outbox: a.outbox, Orgs: a.orgs, Tasks: a.tasks, Files: a.files,
		Press: a.press, Staff: inspectors{a}, Records: records{a}, Base: a.cfg.URL})
	a.orgs.Join(a.inspection)
	a.outbox.Hear("inspection.task", []string{tasks.AssignedFact, tasks.DoneFact, tasks.ReturnedFact, tasks.ClosedFact, tasks.CancelledFact}, a.followTask)
	a.outbox.Hear("messages.inspection", []string{inspection.AnnouncedFact, inspection.ConcludedFact}, a.tellInspected)
}

// followTask lets the room of inspections follow the tasks of its recommendations.
func (a *App) followTask(tx *db.Tx, f kernel.Fact) error {
	var told tasks.Told
	err := json.Unmarshal(f.Data, &told)
	if err != nil {
		return fmt.Errorf("fact %s: %w", f.Kind, err)
	}
	if !strings.HasPrefix(told.Source, "inspection:") {
		return nil
	}
	return a.inspection.TaskMoved(tx, f.Tenant, told.Task)
}

var inspectionWords = map[string]string{inspection.AnnouncedFact: "Quyết định kiểm tra, giám sát đã công bố", inspection.ConcludedFact: "Đã có kết luận kiểm tra, giám sát"}

var inspectionNotice = messages.Template{Key: "inspection.notice", Version: 1, Subject: "{{viec}}", Text: "{{viec}}. Mở để xem.",
	Vars: map[string]messages.VarKind{"viec": messages.Text}}

// tellInspected puts a line into the inbox of those who answer for the inspected unit.
func (a *App) tellInspected(tx *db.Tx, f kernel.Fact) error {
	var told inspection.Told
	err := json.Unmarshal(f.Data, &told)
	if err != nil {
		return fmt.Errorf("fact %s: %w", f.Kind, err)
	}
	list, err := a.people.StaffNear(tx.Context(), f.Tenant, told.Subject, inspection.AnswerPermission)
	if err != nil {
		return err
	}
	for _, who := range list {
		if who.Account == f.Actor {
			continue
		}
		err = a.messages.Send(tx, messages.Notice{Tenant: f.Tenant, Org: told.Subject, Account: who.Account, Template: inspectionNotice,
			Vars: messages.Vars{"viec": inspectionWords[f.Kind]}, Link: "/kiem-tra/" + told.Inspection.String(), Origin: f.Subject, Dedupe: "inspection:" + f.ID.String() + ":" + who.Account.String()})
		if err != nil {
			return err
		}
	}
	return nil
}

// inspectors let the room ask core/people and the roll who somebody is and what binds her to a unit.
type inspectors struct{ a *App }

func (i inspectors) Officer(ctx context.Context, tenant, account kernel.ID) (inspection.Hand, error) {
	who, err := i.a.people.StaffOf(ctx, tenant, account)
	return inspection.Hand{Account: who.Account, Name: who.Name, Post: who.Post}, err
}

func (i inspectors) Officers(ctx context.Context, tenant, unit kernel.ID, permission string) ([]inspection.Hand, error) {
	list, err := i.a.people.StaffNear(ctx, tenant, unit, permission)
	var out []inspection.Hand
	for _, who := range list {
		out = append(out, inspection.Hand{Account: who.Account, Name: who.Name, Post: who.Post})
	}
	return out, err
}

func (i inspectors) Ties(ctx context.Context, tenant, account kernel.ID, on kernel.Date) ([]inspection.Tie, error) {
	held, err := i.a.people.TiesOf(ctx, tenant, account, on)
	if err != nil {
		return nil, err
	}
	var out []inspection.Tie
	for _, t := range held {
		kind := inspection.ByMandate
		if t.Post {
			kind = inspection.ByPost
		}
		out = append(out, inspection.Tie{Kind: kind, Unit: t.Unit, Title: t.Title, From: t.From})
	}
	who, err := i.a.people.StaffOf(ctx, tenant, account)
	if err != nil {
		return nil, err
	}
	err = i.a.db.Read(ctx, func(tx *db.Tx) error {
		m, ok, err := i.a.members.OfPerson(tx, tenant, who.Person, on)
		if err == nil && ok && m.Unit != 0 {
			out = append(out, inspection.Tie{Kind: inspection.ByMembership, Unit: m.Unit, From: m.Since})
		}
		return err
	})
	return out, err
}

// records are what a finding may rest on: each is read through the door of its own room, with the eyes
// of whoever asks.
type records struct{ a *App }

func (records) Kinds() []inspection.RecordKind {
	return []inspection.RecordKind{{Key: "roll", Name: "Danh sách đoàn viên của đơn vị", WithoutCode: true}, {Key: "report", Name: "Báo cáo thống kê"}, {Key: "dossier", Name: "Hồ sơ"},
		{Key: "task", Name: "Nhiệm vụ"}}
}

func (r records) Find(ctx context.Context, a kernel.Actor, ask inspection.RecordAsk) (inspection.Record, error) {
	switch ask.Kind {
	case "roll":
		return r.roll(ctx, a, ask)
	case "dossier":
		return r.dossier(ctx, a, ask)
	case "report":
		return r.report(ctx, a, ask)
	case "task":
		return r.task(ctx, a, ask)
	}
	return inspection.Record{}, kernel.Missing("inspection.no_record")
}

// roll is the list of members of the inspected unit on a day: its digest is over numbers and names.
func (r records) roll(ctx context.Context, a kernel.Actor, ask inspection.RecordAsk) (inspection.Record, error) {
	var out inspection.Record
	err := r.a.db.Read(ctx, func(tx *db.Tx) error {
		above, err := r.a.orgs.Path(tx, ask.Unit, r.a.clock.Now().Date())
		if err != nil {
			return err
		}
		if !a.System && !a.Can(members.ViewPermission, above) {
			return kernel.Missing("inspection.no_record")
		}
		o, _, err := r.a.orgs.Get(tx, ask.Unit, ask.On)
		if err != nil {
			return err
		}
		out = inspection.Record{Ref: "roll:" + ask.Unit.String(), Label: "Danh sách đoàn viên " + o.Name, Link: "/don-vi/" + ask.Unit.String()}
		if !ask.Digest {
			return nil
		}
		sum, n := sha256.New(), 0
		err = r.a.members.Each(tx, a.Tenant, []kernel.ID{ask.Unit}, ask.On, func(m members.Member) error {
			n++
			_, err := fmt.Fprintf(sum, "%s|%s|%s|%s\n", m.Number, m.Name, m.Since, m.Status)
			return err
		})
		out.Label += fmt.Sprintf(", %s người", kernel.GroupThousands(int64(n)))
		out.Digest = hex.EncodeToString(sum.Sum(nil))
		return err
	})
	return out, err
}

func (r records) dossier(ctx context.Context, a kernel.Actor, ask inspection.RecordAsk) (inspection.Record, error) {
	id, err := kernel.ParseID(path.Base(strings.TrimPrefix(ask.Ref, "dossier:")))
	if err != nil {
		id, err = r.a.dossiers.ByCode(ctx, a, strings.ToUpper(strings.TrimSpace(ask.Ref)))
	}
	if err != nil {
		return inspection.Record{}, err
	}
	d, err := r.a.dossiers.Detail(ctx, a, id)
	if err != nil {
		return inspection.Record{}, err
	}
	return inspection.Record{Ref: "dossier:" + id.String(), Label: "Hồ sơ " + d.Dossier.Reference() + ", " + d.Dossier.Procedure.Name, Link: "/ho-so/" + id.String(),
		Digest: digestOf(d.Dossier.State, d.Dossier.Reference(), d.Dossier.ReceivedAt.String(), dossiers.StateName(d.Dossier.State))}, nil
}

// report is the snapshot of a statistical report, named by the address of its page.
func (r records) report(ctx context.Context, a kernel.Actor, ask inspection.RecordAsk) (inspection.Record, error) {
	at := strings.TrimPrefix(strings.TrimSpace(ask.Ref), "report:")
	unit, err := kernel.ParseID(path.Base(at))
	if err != nil {
		return inspection.Record{}, err
	}
	period, err := kernel.ParseID(path.Base(path.Dir(at)))
	if err != nil {
		return inspection.Record{}, err
	}
	shot, err := r.a.statistics.SnapshotOf(ctx, a, statistics.Ref{Period: period, Org: unit})
	if err != nil {
		return inspection.Record{}, err
	}
	name := ""
	err = r.a.db.Read(ctx, func(tx *db.Tx) error {
		o, _, err := r.a.orgs.Get(tx, unit, ask.On)
		name = o.Name
		return err
	})
	ref := period.String() + "/" + unit.String()
	return inspection.Record{Ref: "report:" + ref, Label: fmt.Sprintf("Báo cáo thống kê của %s, ảnh chụp số %d", name, shot.No), Link: "/thong-ke/ky/" + ref, Digest: shot.SHA256}, err
}

func (r records) task(ctx context.Context, a kernel.Actor, ask inspection.RecordAsk) (inspection.Record, error) {
	id, err := kernel.ParseID(path.Base(strings.TrimPrefix(strings.TrimSpace(ask.Ref), "task:")))
	if err != nil {
		return inspection.Record{}, err
	}
	d, err := r.a.tasks.Detail(ctx, a, id)
	if err != nil {
		return inspection.Record{}, err
	}
	return inspection.Record{Ref: "task:" + id.String(), Label: "Nhiệm vụ: " + d.Task.Title, Link: "/nhiem-vu/" + id.String(), Digest: digestOf(d.Task.Title, d.Task.State, d.Task.Due.String(), len(d.Task.Events))}, nil
}

func digestOf(parts ...any) string {
	sum := sha256.Sum256([]byte(fmt.Sprintln(parts...)))
	return hex.EncodeToString(sum[:])
}

func (a *App) verifyInspection(tx *db.Tx) ([]string, error) {
	flaws, err := a.inspection.Verify(tx)
	var out []string
	for _, f := range flaws {
		out = append(out, fmt.Sprintf("kiểm tra %s: %s", f.Thing, inspection.FlawWords[f.What]))
	}
	return out, err
}
