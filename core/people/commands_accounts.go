package people

import (
	"context"
	"fmt"
	"strings"

	"doanket/internal/db"
	"doanket/kernel"
)

// NewPost is a post as it is entered.
//
//glossary:none
type NewPost struct {
	Org   kernel.ID
	Title string
	Valid kernel.Period
	Main  bool
	Basis string
}

// NewAccount is an account as it is entered. Person 0 makes a new person of the details; ID 0 makes a
// new one (seeds give their own). Without a password a first one is made, which must be changed.
//
//glossary:none
type NewAccount struct {
	ID       kernel.ID
	Tenant   kernel.ID // of the program; else the actor's
	Person   kernel.ID
	Details  Person
	Login    string
	Email    string
	Password string
	Post     NewPost
}

// Created is what a new account's maker is told, once.
//
//glossary:none
type Created struct {
	Account  kernel.ID
	Person   kernel.ID
	Password string // only when it was made here
}

// CreatePerson enters a person. Refuses with people.bad_person and people.identity_taken.
func (s *Service) CreatePerson(ctx context.Context, a kernel.Actor, p Person) (kernel.ID, error) {
	if !a.System && !a.Anywhere(mayEdit) {
		return 0, kernel.Missing("people.no_account")
	}
	if p.Tenant == 0 {
		p.Tenant = a.Tenant
	}
	err := s.DB.Tx(ctx, func(tx *db.Tx) error {
		var err error
		p.ID, err = s.createPerson(tx, p)
		if err != nil {
			return err
		}
		return s.Audit.Note(tx, inTenant(a, p.Tenant), "people.create_person", "person:"+p.ID.String(), nil, masked(p))
	})
	return p.ID, err
}

func masked(p Person) any {
	return map[string]string{"name": p.Name, "identity": p.Identity.Masked()}
}

func (s *Service) createPerson(tx *db.Tx, p Person) (kernel.ID, error) {
	p.Name = strings.Join(strings.Fields(p.Name), " ")
	var faults kernel.Faults
	checkPerson(&p, s.today(), &faults)
	err := faults.Err("people.bad_person")
	if err != nil {
		return 0, err
	}
	if p.ID == 0 {
		p.ID = s.IDs.New()
	}
	err = insertPerson(tx, p, s.Clock.Now())
	if name, _ := db.Unique(err); name == "person_identity" {
		faults.Add("so_dinh_danh", "people.identity_taken")
		return 0, faults.Err("people.bad_person")
	}
	return p.ID, err
}

// CreateAccount makes an account, with a new person and a first post when they are given. The actor
// needs people.edit over the unit of that post. Refuses with people.bad_account and its fields.
func (s *Service) CreateAccount(ctx context.Context, a kernel.Actor, in NewAccount) (Created, error) {
	in.Login, in.Email = NormalLogin(in.Login), NormalEmail(in.Email)
	if in.Tenant == 0 || !a.System {
		in.Tenant = a.Tenant
	}
	out := Created{}
	password := in.Password
	if password == "" {
		password = readable(3)
		out.Password = password
	}
	err := s.checkNewAccount(in, password)
	if err != nil {
		return Created{}, err
	}
	hash, err := hashPassword(password)
	if err != nil {
		return Created{}, err
	}
	acc := Account{ID: in.ID, Tenant: in.Tenant, Login: in.Login, Email: in.Email, State: AccountActive, MustChange: out.Password != ""}
	if acc.ID == 0 {
		acc.ID = s.IDs.New()
	}
	err = s.DB.Tx(ctx, func(tx *db.Tx) error {
		err := s.mayPlace(tx, a, in)
		if err != nil {
			return err
		}
		acc.Person = in.Person
		if acc.Person == 0 {
			in.Details.Tenant = in.Tenant
			acc.Person, err = s.createPerson(tx, in.Details)
			if err != nil {
				return err
			}
		}
		err = insertAccount(tx, acc, hash, s.Clock.Now())
		if err != nil {
			return taken(err)
		}
		if in.Post.Org != 0 {
			err = insertPost(tx, s.post(in.Tenant, acc.Person, in.Post))
			if err != nil {
				return err
			}
		}
		err = s.tell(tx, a, in.Tenant, FactAccountCreated, "account:"+acc.ID.String(), AccountFact{acc.ID, acc.Person})
		if err != nil {
			return err
		}
		return s.Audit.Note(tx, inTenant(a, in.Tenant), "people.create_account", "account:"+acc.ID.String(), nil,
			map[string]any{"login": acc.Login, "person": acc.Person})
	})
	out.Account, out.Person = acc.ID, acc.Person
	return out, err
}

func (s *Service) checkNewAccount(in NewAccount, password string) error {
	var faults kernel.Faults
	checkLogin(in.Login, &faults)
	if in.Email != "" && !isEmail(in.Email) {
		faults.Add("email", "people.bad_email")
	}
	if in.Person == 0 {
		checkPerson(&in.Details, s.today(), &faults)
	}
	checkPassword("mat_khau", password, in.Login, &faults)
	if in.Post.Org != 0 && in.Post.Title == "" {
		faults.Add("chuc_danh", "people.title_needed")
	}
	return faults.Err("people.bad_account")
}

func taken(err error) error {
	var faults kernel.Faults
	switch name, _ := db.Unique(err); name {
	case "account_login":
		faults.Add("ten_dang_nhap", "people.login_taken")
	case "account_email":
		faults.Add("email", "people.email_taken")
	default:
		return err
	}
	return faults.Err("people.bad_account")
}

// mayPlace asks for people.edit over the unit where the person will stand, or over the site when nowhere.
func (s *Service) mayPlace(tx *db.Tx, a kernel.Actor, in NewAccount) error {
	if in.Person != 0 {
		where, err := s.standingOf(tx, in.Person)
		if err != nil {
			return err
		}
		err = canEdit(a, Account{Tenant: in.Tenant}, where)
		if err != nil {
			return err
		}
	}
	if a.System {
		return nil
	}
	path := []kernel.ID{in.Tenant}
	if in.Post.Org != 0 {
		var err error
		path, err = s.Orgs.Path(tx, in.Post.Org, s.today())
		if err != nil {
			return err
		}
	}
	if !a.SignedIn() || !a.Can(mayEdit, path) {
		return kernel.Missing("people.no_org")
	}
	return nil
}

func (s *Service) post(tenant, person kernel.ID, in NewPost) Post {
	if in.Valid.From.IsZero() {
		in.Valid.From = s.today()
	}
	return Post{ID: s.IDs.New(), Tenant: tenant, Person: person, Org: in.Org, Title: in.Title, Valid: in.Valid, Main: in.Main, Basis: in.Basis}
}

// AddPost gives a person one more post; a new main post takes the place of the present one on papers.
func (s *Service) AddPost(ctx context.Context, a kernel.Actor, tenant, person kernel.ID, in NewPost) (kernel.ID, error) {
	if in.Org == 0 || strings.TrimSpace(in.Title) == "" {
		var faults kernel.Faults
		faults.Add("chuc_danh", "people.title_needed")
		return 0, faults.Err("people.bad_account")
	}
	p := s.post(tenant, person, in)
	err := s.DB.Tx(ctx, func(tx *db.Tx) error {
		err := s.mayPlace(tx, a, NewAccount{Tenant: tenant, Post: in})
		if err != nil {
			return err
		}
		err = insertPost(tx, p)
		if err != nil {
			return err
		}
		return s.Audit.Note(tx, inTenant(a, tenant), "people.add_post", "person:"+person.String(), nil, p)
	})
	return p.ID, err
}

// Disable ends an account's entry at once: no sign-in, no open session, no token. Nobody disables herself.
func (s *Service) Disable(ctx context.Context, a kernel.Actor, account kernel.ID) error {
	return s.setState(ctx, a, account, AccountDisabled)
}

// Enable opens a disabled account again.
func (s *Service) Enable(ctx context.Context, a kernel.Actor, account kernel.ID) error {
	return s.setState(ctx, a, account, AccountActive)
}

func (s *Service) setState(ctx context.Context, a kernel.Actor, account kernel.ID, state AccountState) error {
	return s.DB.Tx(ctx, func(tx *db.Tx) error {
		acc, err := s.editable(tx, a, account)
		if err != nil {
			return err
		}
		if a.Account == account {
			return kernel.Refuse("people.not_oneself")
		}
		if acc.State == state {
			return kernel.Refuse("people.already", string(state))
		}
		err = updateState(tx, account, state)
		if err != nil {
			return err
		}
		if state == AccountDisabled {
			err = s.Sessions.EndOthers(tx, account, 0)
			if err != nil {
				return err
			}
			err = s.tell(tx, a, acc.Tenant, FactAccountDisabled, "account:"+account.String(), AccountFact{account, acc.Person})
			if err != nil {
				return err
			}
		}
		return s.Audit.Note(tx, inTenant(a, acc.Tenant), "people.set_state", "account:"+account.String(),
			map[string]any{"state": acc.State}, map[string]any{"state": state})
	})
}

// FirstPassword makes a new first password for somebody who has lost everything; it is shown once
// and must be changed. It also takes away one-time codes, so it needs people.edit over all her units.
func (s *Service) FirstPassword(ctx context.Context, a kernel.Actor, account kernel.ID) (string, error) {
	if a.Account == account {
		return "", kernel.Refuse("people.not_oneself")
	}
	password := readable(3)
	hash, err := hashPassword(password)
	if err != nil {
		return "", err
	}
	return password, s.DB.Tx(ctx, func(tx *db.Tx) error {
		acc, err := s.editable(tx, a, account)
		if err != nil {
			return err
		}
		err = updatePassword(tx, account, hash, true)
		if err != nil {
			return err
		}
		err = dropTOTP(tx, account)
		if err != nil {
			return err
		}
		err = s.Sessions.EndOthers(tx, account, 0)
		if err != nil {
			return err
		}
		return s.Audit.Note(tx, inTenant(a, acc.Tenant), "people.first_password", "account:"+account.String(), nil, nil)
	})
}

// editable loads an account that the actor may change.
func (s *Service) editable(tx *db.Tx, a kernel.Actor, account kernel.ID) (Account, error) {
	acc, where, err := s.placed(tx, account)
	if err != nil {
		return Account{}, err
	}
	return acc, canEdit(a, acc, where)
}

// placed loads an account and where its owner stands.
func (s *Service) placed(tx *db.Tx, account kernel.ID) (Account, standing, error) {
	acc, ok, err := loadAccount(tx, account, s.today())
	if err != nil {
		return Account{}, nil, err
	}
	if !ok {
		return Account{}, nil, kernel.Missing("people.no_account")
	}
	where, err := s.standingOf(tx, acc.Person)
	return acc, where, err
}

func (s *Service) standingOf(tx *db.Tx, person kernel.ID) (standing, error) {
	units, err := unitsOf(tx, person, s.today())
	if err != nil {
		return nil, err
	}
	var out standing
	for _, u := range units {
		path, err := s.Orgs.Path(tx, u, s.today())
		if err != nil {
			return nil, fmt.Errorf("path of %s: %w", u, err)
		}
		out = append(out, path)
	}
	return out, nil
}
