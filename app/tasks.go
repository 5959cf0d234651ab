package app

import (
	"context"
	"encoding/json"
	"fmt"

	"doanket/core/messages"
	"doanket/core/people"
	"doanket/core/tasks"
	"doanket/internal/db"
	"doanket/internal/web"
	"doanket/kernel"
)

// wireTasks opens the room of tasks; reorganisations carry what is not done.
func (a *App) wireTasks() {
	a.tasks = tasks.New(tasks.Deps{DB: a.db, IDs: a.ids, Clock: a.clock, Audit: a.audit, Outbox: a.outbox, Orgs: a.orgs, Files: a.files, Staff: crew{a}})
	a.orgs.Join(a.tasks)
	a.outbox.Hear("messages.task", taskFacts, a.tellTask)
}

// crew lets tasks ask core/people who somebody is.
type crew struct{ a *App }

func taskHand(s people.Staff) tasks.Hand {
	return tasks.Hand{Account: s.Account, Name: s.Name, Post: s.Post}
}

func (c crew) Officer(ctx context.Context, tenant, account kernel.ID) (tasks.Hand, error) {
	who, err := c.a.people.StaffOf(ctx, tenant, account)
	return taskHand(who), err
}

func (c crew) Officers(ctx context.Context, tenant, unit kernel.ID, permission string) ([]tasks.Hand, error) {
	list, err := c.a.people.StaffNear(ctx, tenant, unit, permission)
	out := make([]tasks.Hand, 0, len(list))
	for _, who := range list {
		out = append(out, taskHand(who))
	}
	return out, err
}

func (c crew) Logins(ctx context.Context, tenant kernel.ID, accounts []kernel.ID) (map[kernel.ID]string, error) {
	return c.a.people.Logins(ctx, tenant, accounts)
}

// taskFacts are those that somebody is told of, with the first words of the notice.
var taskFacts = []string{tasks.AssignedFact, tasks.DueSoonFact, tasks.OverdueFact, tasks.EscalatedFact, tasks.RemindedFact,
	tasks.DoneFact, tasks.ReturnedFact, tasks.ClosedFact, tasks.CancelledFact}

var taskWords = map[string]string{
	tasks.AssignedFact: "Bạn được giao nhiệm vụ", tasks.DueSoonFact: "Nhiệm vụ sắp đến hạn", tasks.OverdueFact: "Nhiệm vụ đã quá hạn",
	tasks.EscalatedFact: "Nhiệm vụ quá hạn vẫn chưa xong", tasks.RemindedFact: "Bạn được đôn đốc", tasks.DoneFact: "Đã báo cáo xong, chờ xác nhận",
	tasks.ReturnedFact: "Báo cáo được trả lại, cần làm thêm", tasks.ClosedFact: "Nhiệm vụ đã kết thúc", tasks.CancelledFact: "Nhiệm vụ đã huỷ",
}

var taskNotice = messages.Template{Key: "tasks.notice", Version: 1, Subject: "{{viec}}: {{ten}}", Text: "{{viec}}: {{ten}}. {{nguon}} {{han}}",
	Vars: map[string]messages.VarKind{"viec": messages.Text, "ten": messages.Text, "nguon": messages.Text, "han": messages.Text}}

// tellTask puts a line into the inbox of whoever a task's fact concerns.
func (a *App) tellTask(tx *db.Tx, f kernel.Fact) error {
	var told tasks.Told
	err := json.Unmarshal(f.Data, &told)
	if err != nil {
		return fmt.Errorf("fact %s: %w", f.Kind, err)
	}
	t, err := a.tasks.Load(tx, f.Tenant, told.Task)
	if err != nil {
		return err
	}
	to, err := a.taskReaders(tx.Context(), f.Kind, told, t)
	if err != nil {
		return err
	}
	due, source, title := "", "", t.Title
	if t.Private { // a notice may be read over a shoulder; the task itself may not
		title = "việc riêng của bạn"
	}
	if !told.Due.IsZero() && t.State.Live() {
		due = "Hạn " + kernel.FormatInstant(told.Due) + "."
		if t.WholeDay {
			due = "Hạn " + kernel.FormatDate(told.Due.Date()) + "."
		}
	}
	if t.Source.Label != "" {
		source = t.Source.Label + "."
	}
	for _, account := range to {
		if account == 0 || account == f.Actor {
			continue
		}
		err = a.messages.Send(tx, messages.Notice{Tenant: f.Tenant, Org: t.Unit, Account: account, Template: taskNotice,
			Vars: messages.Vars{"viec": taskWords[f.Kind], "ten": title, "nguon": source, "han": due},
			Link: "/nhiem-vu/" + t.ID.String(), Origin: f.Subject, Dedupe: "task:" + f.ID.String() + ":" + account.String()})
		if err != nil {
			return err
		}
	}
	return nil
}

// taskReaders are the accounts that a fact concerns: those who do it, those who gave it, or those above.
func (a *App) taskReaders(ctx context.Context, kind string, told tasks.Told, t tasks.Task) ([]kernel.ID, error) {
	if t.Private {
		return []kernel.ID{t.Assignee.Account}, nil
	}
	unit, permission, person := told.Unit, t.Permission, told.Assignee
	switch kind {
	case tasks.DoneFact:
		unit, permission, person = told.GiverUnit, tasks.AssignPermission, told.Giver
	case tasks.EscalatedFact:
		unit, permission, person = t.Rise.Unit, t.Rise.Permission, 0
	}
	if person != 0 {
		return []kernel.ID{person}, nil
	}
	if unit == 0 || permission == "" {
		return nil, nil
	}
	list, err := a.people.StaffNear(ctx, t.Tenant, unit, permission)
	var out []kernel.ID
	for _, who := range list {
		out = append(out, who.Account)
	}
	return out, err
}

// todayTasks are the tasks of the reader that are due first.
func (a *App) todayTasks(c *web.Ctx) ([]TodayRow, error) {
	page, err := a.tasks.List(c.Context(), c.Actor, tasks.Filter{View: tasks.Mine, Limit: 8})
	if err != nil {
		return nil, err
	}
	var out []TodayRow
	for _, t := range page.Tasks {
		if t.State == tasks.Reported {
			continue // waits for somebody else
		}
		tone, due, why := tasks.DueWords(c.Context(), t, a.clock.Now())
		out = append(out, TodayRow{Href: "/nhiem-vu/" + t.ID.String(), Title: t.Title, Reference: t.Source.Label, Who: page.Units[t.GiverUnit],
			Step: c.T(tasks.StateName(t.State)), Tone: tone, Due: due, Why: why})
	}
	return out, nil
}
