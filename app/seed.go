package app

import (
	"context"
	"fmt"
	"io"
	"os"
	"slices"
	"time"

	"doanket/core/payments"
	"doanket/core/people"
	"doanket/internal/db"
	"doanket/kernel"
	"doanket/seed"
	"doanket/services/dossiers"
	"doanket/services/procedures"
)

// DemoPassword is that of every sample account.
const DemoPassword = seed.Password

// SeedOptions say how much is invented.
type SeedOptions struct {
	Size     int // dossiers
	IfEmpty  bool
	Progress io.Writer
	Now      kernel.Instant // end of the story; zero: now
}

// livedCases is up to where dossiers are lived through one by one, with every command; more are made in bulk.
const livedCases = 2000

// Login is a sample account as the start prints it.
type Login struct{ Login, Name, Post string }

// Logins lists the sample accounts.
func (a *App) Logins() []Login {
	var out []Login
	for _, p := range seed.People {
		out = append(out, Login{p.Login, p.Name, p.What})
	}
	return out
}

// Seed plays the cast: units, people, procedures, the national catalogue when its file is there, and
// dossiers. It is safe to start again after a stop: what is there stays as it is.
func (a *App) Seed(ctx context.Context, o SeedOptions) error {
	if o.Now.IsZero() {
		o.Now = a.clock.Now()
	}
	if o.Progress == nil {
		o.Progress = io.Discard
	}
	if o.IfEmpty {
		done, err := a.seeded(ctx)
		if err != nil || done {
			return err
		}
	}
	fmt.Fprintln(o.Progress, "Đơn vị, địa bàn, người…")
	err := seed.Cast(ctx, seed.Deps{Orgs: a.orgs, Accounts: enrol{a}})
	if err != nil {
		return fmt.Errorf("cast: %w", err)
	}
	err = a.seedMembers(ctx)
	if err != nil {
		return err
	}
	fmt.Fprintln(o.Progress, "Thủ tục…")
	err = a.installProcedures(ctx)
	if err != nil {
		return err
	}
	err = a.payees(ctx)
	if err != nil {
		return err
	}
	if a.cfg.Catalogue != "" {
		n, err := a.ImportCatalogue(ctx, a.cfg.Catalogue)
		if err != nil {
			return err
		}
		fmt.Fprintf(o.Progress, "Danh mục quốc gia: %d thủ tục.\n", n)
	} else {
		fmt.Fprintln(o.Progress, "Không có tệp danh mục quốc gia; nạp sau bằng: doanket import catalogue TỆP.")
	}
	err = a.seedCommittees(ctx, o.Now)
	if err != nil {
		return err
	}
	err = a.seedStatistics(ctx, o.Now)
	if err != nil {
		return err
	}
	err = a.seedWelfare(ctx, o.Now)
	if err != nil {
		return err
	}
	err = a.seedInspection(ctx, o.Now)
	if err != nil {
		return err
	}
	err = a.seedComplaints(ctx, o.Now)
	if err != nil {
		return err
	}
	err = a.seedCards(ctx, o.Now)
	if err != nil {
		return err
	}
	err = a.seedBenefits(ctx, o.Now)
	if err != nil {
		return err
	}
	err = a.seedWaitlists(ctx, o.Now)
	if err != nil {
		return err
	}
	if o.Size > livedCases {
		return a.seedBulk(ctx, o)
	}
	return a.seedLived(ctx, o)
}

// seeded tells whether the story was played to its end.
func (a *App) seeded(ctx context.Context) (bool, error) {
	var done bool
	err := a.db.Read(ctx, func(tx *db.Tx) error {
		root, err := a.orgs.Root(tx)
		if err != nil || root == 0 {
			return err
		}
		done, err = a.dossiers.Any(tx, root)
		return err
	})
	return done, err
}

func (a *App) installProcedures(ctx context.Context) error {
	texts, err := seed.Procedures()
	if err != nil {
		return err
	}
	var list []procedures.File
	for name, text := range texts {
		list = append(list, procedures.File{Name: name, Text: text})
	}
	kernel.SortFunc(list, func(x, y procedures.File) int { return kernel.CompareText(x.Name, y.Name) })
	_, err = a.procedures.Install(ctx, seed.Tenant(), list...)
	return err
}

// payees are the sample accounts that fees are paid into; the numbers are invented.
func (a *App) payees(ctx context.Context) error {
	actor := kernel.Actor{System: true, Tenant: seed.Tenant(), Name: "Dữ liệu mẫu"}
	from := kernel.Date{Year: 2025, Month: 7, Day: 1}
	return a.db.Tx(ctx, func(tx *db.Tx) error {
		for key, p := range map[string]payments.Payee{
			"ubnd-uong-bi":   {BIN: "970436", Account: "0000000031", Holder: "UBND PHUONG UONG BI (MAU)"},
			"ubnd-vang-danh": {BIN: "970436", Account: "0000000032", Holder: "UBND PHUONG VANG DANH (MAU)"},
			"ubnd-tinh":      {BIN: "970415", Account: "0000000033", Holder: "UBND TINH QUANG NINH (MAU)"},
		} {
			err := a.payments.SetPayee(tx, actor, seed.UnitID(key), p, from)
			if err != nil {
				return err
			}
		}
		return nil
	})
}

// enrol takes people of the cast in.
type enrol struct{ a *App }

func (e enrol) Enrol(ctx context.Context, in seed.Enrolment) error {
	p := e.a.people
	err := p.EnsureRoles(ctx, in.Tenant)
	if err != nil {
		return err
	}
	_, err = p.Actor(ctx, in.Account)
	if err == nil {
		return nil // is there already and stays as she is
	}
	if f := kernel.AsFault(err); f == nil || f.Kind != kernel.NotFound {
		return err
	}
	born, err := kernel.ParseISODate(in.Of.Born)
	if err != nil {
		return err
	}
	since, err := kernel.ParseISODate(in.Of.Since)
	if err != nil {
		return err
	}
	account := people.NewAccount{ID: in.Account, Tenant: in.Tenant, Login: in.Of.Login, Email: in.Of.Mail, Password: seed.Password,
		Details: people.Person{ID: in.Person, Tenant: in.Tenant, Name: in.Of.Name, Identity: people.Identity(in.Of.Identity), Born: born, Sex: in.Of.Sex,
			Phone: in.Of.Phone, Email: in.Of.Mail, Address: in.Of.Address}}
	if in.Org != 0 {
		account.Post = people.NewPost{Org: in.Org, Title: in.Of.Post, Valid: kernel.Period{From: since}, Main: true, Basis: "23/QĐ-MAU"}
	}
	_, err = p.CreateAccount(ctx, seed.Program, account)
	if err != nil {
		return err
	}
	for _, r := range in.Roles {
		m, err := p.Give(ctx, seed.Program, people.Grant{Account: in.Account, Role: r.Role, Org: r.Org, Valid: kernel.Period{From: since}, Basis: "23/QĐ-MAU"})
		if err != nil {
			return fmt.Errorf("role %s: %w", r.Role, err)
		}
		if m.State == people.Pending {
			err = p.Confirm(ctx, seed.Program, m.ID)
			if err != nil {
				return fmt.Errorf("confirming role %s: %w", r.Role, err)
			}
		}
	}
	return nil
}

// ImportCatalogue loads the national catalogue beside the shipped procedures.
func (a *App) ImportCatalogue(ctx context.Context, file string) (int, error) {
	f, err := os.Open(file)
	if err != nil {
		return 0, err
	}
	defer f.Close()
	tenant := a.Site()
	if tenant == 0 {
		return 0, kernel.Refuse("app.no_site")
	}
	return a.procedures.LoadCatalogue(ctx, tenant, f)
}

// seedBulk invents very many dossiers for measuring.
func (a *App) seedBulk(ctx context.Context, o SeedOptions) error {
	in, err := a.bulkInput(ctx, o.Size, o.Now.Date())
	if err != nil {
		return err
	}
	start := kernel.SystemClock{}.Now()
	in.Progress = func(done int) {
		if done%200_000 == 0 {
			fmt.Fprintf(o.Progress, "%s hồ sơ, %s\n", kernel.GroupThousands(int64(done)), kernel.SystemClock{}.Now().Sub(start).Round(time.Second))
		}
	}
	return a.dossiers.SeedBulk(ctx, in)
}

func (a *App) bulkInput(ctx context.Context, n int, to kernel.Date) (dossiers.BulkInput, error) {
	in := dossiers.BulkInput{N: n, Tenant: seed.Tenant(), From: to.AddDays(-365), To: to}
	if n >= 5_000_000 {
		in.From = to.AddDays(-5 * 365)
	}
	err := a.db.Read(ctx, func(tx *db.Tx) error {
		in.Units = nil
		for _, u := range []struct{ desk, ward, agency string }{
			{"ttphcc-uong-bi", "ubnd-uong-bi", "H49.31.06"}, {"ttphcc-vang-danh", "ubnd-vang-danh", "H49.31.07"}, {"so-noi-vu", "so-noi-vu", "H49.05"},
		} {
			desk, ward := seed.UnitID(u.desk), seed.UnitID(u.ward)
			path, err := a.orgs.Path(tx, desk, to)
			if err != nil {
				return err
			}
			if !slices.Contains(path, ward) {
				path = append(path, ward)
			}
			in.Units = append(in.Units, dossiers.BulkUnit{Received: desk, Deciding: ward, Path: path, Agency: u.agency})
		}
		return nil
	})
	if err != nil {
		return in, err
	}
	for code, days := range map[string]int{"2.001955": 7, "1.004873": 3, "1.004222": 7, "1.000894": 1, "1.001193": 1, "2.000635": 1, "1.013225": 10} {
		v, err := a.procedures.Current(ctx, in.Tenant, code, to)
		if err != nil {
			return in, fmt.Errorf("procedure %s: %w", code, err)
		}
		in.Procedures = append(in.Procedures, dossiers.BulkProcedure{Days: days, Ref: dossiers.ProcedureRef{Version: v.ID, Code: code, Name: v.Def.Name,
			Kind: kindWords[v.Def.Kind], No: v.Def.No, Variant: v.Def.Variants[0].Key, VariantName: v.Def.Variants[0].Name}})
	}
	kernel.SortFunc(in.Procedures, func(x, y dossiers.BulkProcedure) int { return kernel.CompareText(x.Ref.Code, y.Ref.Code) })
	for _, login := range []string{"trang", "minh", "ca", "lan"} {
		who, err := a.people.StaffOf(ctx, in.Tenant, seed.AccountID(login))
		if err != nil {
			return in, err
		}
		in.Officers = append(in.Officers, handOf(who))
	}
	return in, nil
}
