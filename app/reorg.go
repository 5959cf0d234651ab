package app

import (
	"context"
	"encoding/json"
	"fmt"
	"os"

	"doanket/core/messages"
	"doanket/core/reorg"
	"doanket/internal/db"
	"doanket/kernel"
	"doanket/ui"
)

// wireReorg opens the room of reorganisations; whoever holds things for units joins core/orgs, the
// mandates before the things whose hands they are.
func (a *App) wireReorg() {
	a.orgs.Join(a.people.Held())
	a.orgs.Join(a.payments.Held())
	a.orgs.Join(messages.Held{})
	a.reorg = reorg.New(reorg.Deps{DB: a.db, IDs: a.ids, Clock: a.clock, Audit: a.audit, Outbox: a.outbox, Orgs: a.orgs, Files: a.files, Press: a.press, Say: say})
	a.outbox.Hear("messages.reorg", []string{reorg.FactSubmitted, reorg.FactApplied, reorg.FactHeld}, a.tellReorg)
	a.reorg.Schedule()
}

var reorgWords = map[string]string{reorg.FactSubmitted: "Quyết định sắp xếp chờ bạn duyệt", reorg.FactApplied: "Quyết định sắp xếp đã áp dụng", reorg.FactHeld: "Quyết định sắp xếp đến ngày nhưng còn vướng"}

var reorgNotice = messages.Template{Key: "reorg.notice", Version: 1, Subject: "{{viec}}: {{so}}", Text: "{{viec}}: {{so}}, hiệu lực {{ngay}}.",
	Vars: map[string]messages.VarKind{"viec": messages.Text, "so": messages.Text, "ngay": messages.Text}}

// mountReorg opens the room's pages and its part of the API.
func (a *App) mountReorg() {
	a.web.Mount(a.reorg.Routes()...)
	a.reorg.API(a.web)
}

func reorgSamples() []ui.Sample { return reorg.Samples() }

func messagesOfReorg() map[string]string { return reorg.Messages() }

// tellReorg puts a line into the inbox of those who approve, or of those who prepared.
func (a *App) tellReorg(tx *db.Tx, f kernel.Fact) error {
	var told reorg.Told
	err := json.Unmarshal(f.Data, &told)
	if err != nil {
		return fmt.Errorf("fact %s: %w", f.Kind, err)
	}
	to := told.Writers
	if f.Kind == reorg.FactSubmitted {
		list, err := a.people.StaffNear(tx.Context(), f.Tenant, told.Seat, reorg.ApprovePermission)
		if err != nil {
			return err
		}
		to = nil
		for _, who := range list {
			to = append(to, who.Account)
		}
	}
	for _, account := range to {
		if account == 0 || account == f.Actor {
			continue
		}
		err = a.messages.Send(tx, messages.Notice{Tenant: f.Tenant, Org: told.Seat, Account: account, Template: reorgNotice,
			Vars: messages.Vars{"viec": reorgWords[f.Kind], "so": told.Label, "ngay": kernel.FormatDate(told.Effective)},
			Link: "/sap-xep/" + told.Decision.String(), Origin: f.Subject, Dedupe: "reorg:" + f.ID.String() + ":" + account.String()})
		if err != nil {
			return err
		}
	}
	return nil
}

// ReorgReport is what the command line prints of a decision.
type ReorgReport struct {
	Decision string        `json:"decision,omitempty"`
	State    reorg.State   `json:"state,omitempty"`
	Steps    int           `json:"steps"`
	Clean    bool          `json:"clean"`
	Picture  reorg.Picture `json:"picture"`
}

// CheckReorg tries a decision in a file and leaves nothing.
func (a *App) CheckReorg(ctx context.Context, file string) (ReorgReport, error) {
	content, err := os.ReadFile(file)
	if err != nil {
		return ReorgReport{}, err
	}
	r, err := a.reorg.Check(ctx, a.program(), content)
	return ReorgReport{Steps: r.Steps, Clean: r.Picture.Clean(), Picture: r.Picture.Spoken(say)}, err
}

// ApplyReorg takes a decision in a file as far as the people named carry it: writer prepares and submits
// it, approvers say yes, and what is due is applied. The rights are those of these people.
func (a *App) ApplyReorg(ctx context.Context, file, writer string, approvers []string) (ReorgReport, error) {
	content, err := os.ReadFile(file)
	if err != nil {
		return ReorgReport{}, err
	}
	by, err := a.actorNamed(ctx, writer)
	if err != nil {
		return ReorgReport{}, err
	}
	id, r, err := a.reorg.BeginFile(ctx, by, content)
	report := ReorgReport{Steps: r.Steps, Clean: r.Picture.Clean(), Picture: r.Picture.Spoken(say)}
	if err != nil || !report.Clean {
		return report, err
	}
	d, err := a.reorg.Submit(ctx, by, id)
	if err != nil {
		return report, err
	}
	for _, login := range approvers {
		who, err := a.actorNamed(ctx, login)
		if err != nil {
			return report, err
		}
		d, err = a.reorg.Approve(ctx, who, id, "")
		if err != nil {
			return report, err
		}
	}
	if d.State == reorg.Approved {
		done, err := a.reorg.Apply(ctx, id)
		if err != nil {
			return report, err
		}
		d = done
	}
	return ReorgReport{Decision: id.String(), State: d.State, Steps: r.Steps, Clean: d.Picture.Clean(), Picture: d.Picture.Spoken(say)}, nil
}

func (a *App) actorNamed(ctx context.Context, login string) (kernel.Actor, error) {
	account, err := a.people.AccountByLogin(ctx, a.Site(), login)
	if err != nil {
		return kernel.Actor{}, err
	}
	return a.people.Actor(ctx, account)
}
