package people

import (
	"context"
	"slices"
	"sort"

	"doanket/internal/audit"
	"doanket/internal/db"
	"doanket/kernel"
)

const pageSize = 50

type accountFilter struct {
	tenant kernel.ID
	roots  []kernel.ID
	whole  bool
	q      string
	state  string
	after  kernel.ID
	on     kernel.Date
	limit  int
}

type mandateFilter struct {
	tenant kernel.ID
	roots  []kernel.ID
	whole  bool
	kind   string
	before kernel.ID
	on     kernel.Date
	limit  int
}

// AccountAsk is a list of accounts as the address of the page says it.
//
//glossary:none
type AccountAsk struct {
	Q     string    `form:"q,max=100"`
	State string    `form:"tinh_trang,max=20"`
	After kernel.ID `form:"sau"`
}

// Accounts lists those whom the actor may see, by given name; next is where the following page begins.
func (s *Service) Accounts(ctx context.Context, a kernel.Actor, ask AccountAsk) (list []Account, next kernel.ID, err error) {
	roots := a.Roots(mayView)
	f := accountFilter{
		tenant: a.Tenant, roots: roots, whole: a.System || slices.Contains(roots, a.Tenant),
		q: ask.Q, state: ask.State, after: ask.After, on: s.today(), limit: pageSize + 1,
	}
	err = s.DB.Read(ctx, func(tx *db.Tx) error {
		list, err = listAccounts(tx, f)
		if err != nil {
			return err
		}
		names := map[kernel.ID]string{}
		for i := range list {
			list[i].OrgName, err = s.orgName(tx, list[i].Org, names)
			if err != nil {
				return err
			}
		}
		return nil
	})
	if len(list) > pageSize {
		list = list[:pageSize]
		next = list[pageSize-1].ID
	}
	return list, next, err
}

func (s *Service) orgName(tx *db.Tx, id kernel.ID, known map[kernel.ID]string) (string, error) {
	if id == 0 {
		return "", nil
	}
	name, ok := known[id]
	if ok {
		return name, nil
	}
	o, _, err := s.Orgs.Get(tx, id, s.today())
	known[id] = o.Name
	return o.Name, err
}

// AccountView is one account with all that its page shows.
//
//glossary:none
type AccountView struct {
	Account  Account
	Person   Person
	Posts    []PostView
	Mandates []MandateView
	CanEdit  bool
	CanGive  bool
}

// PostView is a post with its unit's name.
//
//glossary:none
type PostView struct {
	Post
	OrgName string
	Now     bool
}

// MandateView is a mandate with what this actor may do to it, by the same policy as the commands.
//
//glossary:none
type MandateView struct {
	Mandate
	Now         bool
	Future      bool
	CanConfirm  bool
	CanEnd      bool
	CanDelegate bool
}

// Account reads one account. Whoever may not see it is told that there is none.
func (s *Service) Account(ctx context.Context, a kernel.Actor, id kernel.ID) (AccountView, error) {
	var v AccountView
	err := s.DB.Read(ctx, func(tx *db.Tx) error {
		acc, where, err := s.placed(tx, id)
		if err != nil {
			return err
		}
		err = canSee(a, acc, where)
		if err != nil {
			return err
		}
		v = AccountView{Account: acc, CanEdit: canEdit(a, acc, where) == nil && a.Account != id, CanGive: a.Anywhere(mayGrant) && a.Account != id}
		return s.fillAccount(tx, a, &v)
	})
	return v, err
}

func (s *Service) fillAccount(tx *db.Tx, a kernel.Actor, v *AccountView) error {
	var err error
	v.Person, _, err = loadPerson(tx, v.Account.Person)
	if err != nil {
		return err
	}
	posts, err := postsOf(tx, v.Account.Person)
	if err != nil {
		return err
	}
	names := map[kernel.ID]string{}
	v.Account.OrgName, err = s.orgName(tx, v.Account.Org, names)
	if err != nil {
		return err
	}
	for _, p := range posts {
		name, err := s.orgName(tx, p.Org, names)
		if err != nil {
			return err
		}
		v.Posts = append(v.Posts, PostView{p, name, p.Valid.Holds(s.today())})
	}
	list, err := mandatesOfAccount(tx, v.Account.ID)
	if err != nil {
		return err
	}
	v.Mandates, err = s.views(tx, a, list, names)
	return err
}

func (s *Service) views(tx *db.Tx, a kernel.Actor, list []Mandate, names map[kernel.ID]string) ([]MandateView, error) {
	var out []MandateView
	for _, m := range list {
		path, err := s.Orgs.Path(tx, m.Org, s.today())
		if err != nil {
			return nil, err
		}
		m.OrgName, err = s.orgName(tx, m.Org, names)
		if err != nil {
			return nil, err
		}
		now := m.State == Active && m.Valid.Holds(s.today())
		out = append(out, MandateView{
			Mandate: m, Now: now, Future: m.Valid.From.After(s.today()),
			CanConfirm:  m.State == Pending && canConfirm(a, m, path) == nil,
			CanEnd:      (m.State == Active || m.State == Pending) && (m.Valid.To.IsZero() || m.Valid.To.After(s.today())) && canEnd(a, m, path) == nil,
			CanDelegate: now && !m.Delegated() && canDelegate(a, m) == nil && !a.System,
		})
	}
	return out, nil
}

// MandateAsk is a list of mandates as the address of the page says it.
//
//glossary:none
type MandateAsk struct {
	Kind   string    `form:"loai,max=20"`
	Before kernel.ID `form:"truoc"`
}

// Mandates lists those over units where the actor may grant or view people, the latest first.
func (s *Service) Mandates(ctx context.Context, a kernel.Actor, ask MandateAsk) (list []MandateView, next kernel.ID, err error) {
	roots := append(a.Roots(mayGrant), a.Roots(mayView)...)
	f := mandateFilter{
		tenant: a.Tenant, roots: roots, whole: a.System || slices.Contains(roots, a.Tenant),
		kind: ask.Kind, before: ask.Before, on: s.today(), limit: pageSize + 1,
	}
	err = s.DB.Read(ctx, func(tx *db.Tx) error {
		found, err := listMandates(tx, f)
		if err != nil {
			return err
		}
		next = 0
		if len(found) > pageSize {
			found = found[:pageSize]
			next = found[pageSize-1].ID
		}
		list, err = s.views(tx, a, found, map[kernel.ID]string{})
		return err
	})
	return list, next, err
}

// Pending is how many mandates wait for this actor's second pair of eyes, at most 50 are counted.
func (s *Service) Pending(ctx context.Context, a kernel.Actor) (int, error) {
	list, _, err := s.Mandates(ctx, a, MandateAsk{Kind: "cho_xac_nhan"})
	n := 0
	for _, m := range list {
		if m.CanConfirm {
			n++
		}
	}
	return n, err
}

// Roles are the roles of a tenant in their order.
func (s *Service) Roles(ctx context.Context, tenant kernel.ID) ([]Role, error) {
	var out []Role
	err := s.DB.Read(ctx, func(tx *db.Tx) error {
		var err error
		out, err = rolesOf(tx, tenant)
		return err
	})
	return out, err
}

// Unit is a unit to choose from in a form.
//
//glossary:none
type Unit struct {
	ID   kernel.ID
	Name string
}

const maxUnits = 500

// Units are the units over which the actor holds a permission, by name, 500 at most.
func (s *Service) Units(ctx context.Context, a kernel.Actor, permission string) ([]Unit, error) {
	var out []Unit
	err := s.DB.Read(ctx, func(tx *db.Tx) error {
		out = nil
		ids, err := s.Orgs.Under(tx, a.Roots(permission), s.today())
		if err != nil {
			return err
		}
		for _, id := range ids[:min(len(ids), maxUnits)] {
			o, ok, err := s.Orgs.Get(tx, id, s.today())
			if err != nil {
				return err
			}
			if ok {
				out = append(out, Unit{id, o.Name})
			}
		}
		return nil
	})
	sort.SliceStable(out, func(i, j int) bool { return kernel.Fold(out[i].Name) < kernel.Fold(out[j].Name) })
	return out, err
}

// FindLogin gives the account of a login name in the actor's tenant, for handing something to somebody
// whose name one knows. Refuses with people.no_account.
func (s *Service) FindLogin(ctx context.Context, a kernel.Actor, login string) (kernel.ID, error) {
	return s.AccountByLogin(ctx, a.Tenant, NormalLogin(login))
}

// JournalAsk is a reading of the journal as the address of the page says it.
//
//glossary:none
type JournalAsk struct {
	Subject string      `form:"doi_tuong,max=100"`
	Verb    string      `form:"viec,max=60"`
	Account string      `form:"tai_khoan,max=60"`
	From    kernel.Date `form:"tu_ngay"`
	To      kernel.Date `form:"den_ngay"`
	Before  int64       `form:"truoc"`
}

// ReadJournal lists what was done on the site, the latest first.
func (s *Service) ReadJournal(ctx context.Context, a kernel.Actor, ask JournalAsk) ([]audit.Entry, error) {
	err := canReadJournal(a)
	if err != nil {
		return nil, err
	}
	f := audit.Filter{Subject: ask.Subject, Verb: ask.Verb, Before: ask.Before, Limit: pageSize}
	if !ask.From.IsZero() {
		f.From = ask.From.Start()
	}
	if !ask.To.IsZero() {
		f.To = ask.To.AddDays(1).Start()
	}
	if ask.Account != "" {
		f.Account, err = s.FindLogin(ctx, a, ask.Account)
		if err != nil {
			return nil, nil // nobody of that name has done anything
		}
	}
	var out []audit.Entry
	err = s.DB.Read(ctx, func(tx *db.Tx) error {
		var err error
		out, err = s.Audit.List(tx, a.Tenant, f)
		return err
	})
	return out, err
}

// VerifyJournal walks the whole chain and names the first link that does not hold.
func (s *Service) VerifyJournal(ctx context.Context, a kernel.Actor) (broken *audit.Link, n int, err error) {
	err = canReadJournal(a)
	if err != nil {
		return nil, 0, err
	}
	err = s.DB.Read(ctx, func(tx *db.Tx) error {
		broken, n, err = s.Audit.Verify(tx, a.Tenant)
		return err
	})
	return broken, n, err
}
