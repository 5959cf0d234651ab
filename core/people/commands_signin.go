package people

import (
	"context"
	"time"

	"doanket/internal/db"
	"doanket/kernel"
)

// Attempt is one try to sign in. Source is the network it comes from; Device is the cookie of a
// machine from which this account has been entered before.
//
//glossary:none
type Attempt struct {
	Login    string
	Password string
	Source   string
	Device   string
}

// Entry is the outcome of a right password, code or passkey.
//
//glossary:none
type Entry struct {
	Account   kernel.ID
	NeedsCode bool   // the second factor is still to come
	Change    string // secret for choosing a new password: no session before that
	Device    string // cookie for a machine that is new to this account
}

// A try costs nothing four times; from the fifth on each doubles the wait, up to a quarter of an hour.
// The count belongs to the one who is tried AND the place it comes from, and a machine that the owner
// has used before counts on its own. So strangers slow down themselves and never lock out the owner.
const (
	freeTries   = 4
	firstDelay  = 5 * time.Second
	longDelay   = 15 * time.Minute
	forgetAfter = 24 * time.Hour
)

func delayAfter(failures int) time.Duration {
	if failures <= freeTries {
		return 0
	}
	d := firstDelay << min(failures-freeTries-1, 12)
	return min(d, longDelay)
}

// SignIn checks name (or e-mail) and password. Refuses with people.bad_sign_in, the same for an unknown name,
// a wrong password and a disabled account, after the same work; and with people.wait (seconds).
func (s *Service) SignIn(ctx context.Context, in Attempt) (Entry, error) {
	login := NormalLogin(in.Login)
	var acc credentials
	err := s.DB.Read(ctx, func(tx *db.Tx) error {
		var err error
		acc, err = credentialsOf(tx, login)
		return err
	})
	if err != nil {
		return Entry{}, err
	}
	tried, err := s.count(ctx, "login:"+login, in.Source, acc.id, in.Device)
	if err != nil {
		return Entry{}, err
	}
	fits, err := passwordFits(in.Password, acc.hash)
	if err != nil {
		return Entry{}, err
	}
	if !fits || acc.state != AccountActive {
		return Entry{}, &kernel.Fault{Kind: kernel.Invalid, Code: "people.bad_sign_in"}
	}
	var out Entry
	err = s.DB.Tx(ctx, func(tx *db.Tx) error {
		out = Entry{Account: acc.id}
		err := forgive(tx, tried)
		if err != nil {
			return err
		}
		switch {
		case acc.mustChange:
			out.Change, err = s.newReset(tx, acc.id)
		case acc.totp:
			out.NeedsCode = true
		default:
			out.Device, err = s.enter(tx, acc.id, in.Device, "password")
		}
		return err
	})
	return out, err
}

// try is the row under which tries are counted.
type try struct{ who, source string }

// count takes note of a try before it is judged, so that many at once do not slip through together.
func (s *Service) count(ctx context.Context, who, source string, account kernel.ID, device string) (try, error) {
	t := try{digestOf(who), source}
	now := s.Clock.Now()
	err := s.DB.Tx(ctx, func(tx *db.Tx) error {
		known := false
		if device != "" && account != 0 {
			var err error
			known, err = isKnownDevice(tx, account, digestOf(device))
			if err != nil {
				return err
			}
		}
		if known {
			t.source = "device:" + digestOf(device)
		}
		failures, last, err := failuresOf(tx, t, now)
		if err != nil {
			return err
		}
		if now.Sub(last) > forgetAfter {
			failures = 0
		}
		wait := delayAfter(failures) - now.Sub(last)
		if failures > 0 && wait > 0 {
			return kernel.Refuse("people.wait", int(wait.Seconds())+1)
		}
		return countTry(tx, t, failures+1, now)
	})
	return t, err
}

// enter notes the sign-in and makes the machine known.
func (s *Service) enter(tx *db.Tx, account kernel.ID, device, how string) (string, error) {
	now := s.Clock.Now()
	err := touchSignIn(tx, account, now)
	if err != nil {
		return "", err
	}
	a, err := s.ActorOf(tx, account, now)
	if err != nil {
		return "", err
	}
	err = s.Audit.Note(tx, a, "people.sign_in", "account:"+account.String(), nil, map[string]string{"by": how})
	if err != nil {
		return "", err
	}
	if device != "" {
		known, err := isKnownDevice(tx, account, digestOf(device))
		if err != nil || known {
			return "", err
		}
	}
	secret, digest := newSecret()
	return secret, insertDevice(tx, account, digest, now)
}

// EnterCode is the second step: a one-time code or a recovery code, each good for one use.
// Refuses with people.bad_code and people.wait.
func (s *Service) EnterCode(ctx context.Context, account kernel.ID, code string, in Attempt) (Entry, error) {
	tried, err := s.count(ctx, "code:"+account.String(), in.Source, account, in.Device)
	if err != nil {
		return Entry{}, err
	}
	out := Entry{Account: account}
	err = s.DB.Tx(ctx, func(tx *db.Tx) error {
		how, err := s.spendCode(tx, account, code)
		if err != nil {
			return err
		}
		err = forgive(tx, tried)
		if err != nil {
			return err
		}
		out.Device, err = s.enter(tx, account, in.Device, how)
		return err
	})
	return out, err
}

// Resets live half an hour and are good for one use.
const (
	resetLife  = 30 * time.Minute
	openResets = 3
)

func (s *Service) newReset(tx *db.Tx, account kernel.ID) (string, error) {
	secret, digest := newSecret()
	return secret, insertReset(tx, account, digest, s.Clock.Now().Add(resetLife))
}

// AskReset sends the letter for a forgotten password when the address belongs to an account that may
// enter, and says nothing of whether it does. At most three letters are open at a time.
func (s *Service) AskReset(ctx context.Context, email string) error {
	if s.Mail == nil {
		return nil
	}
	var letter ResetLetter
	err := s.DB.Tx(ctx, func(tx *db.Tx) error {
		letter = ResetLetter{}
		acc, ok, err := accountByEmail(tx, NormalEmail(email))
		if err != nil || !ok || acc.State != AccountActive {
			return err
		}
		open, err := countResets(tx, acc.ID, s.Clock.Now())
		if err != nil || open >= openResets {
			return err
		}
		secret, err := s.newReset(tx, acc.ID)
		if err != nil {
			return err
		}
		letter = ResetLetter{
			Tenant: acc.Tenant, Account: acc.ID, Name: acc.Name, Email: acc.Email,
			Link: s.Base + "/dat-lai-mat-khau" + "?ma=" + secret, Minutes: int(resetLife.Minutes()),
		}
		return nil
	})
	if err != nil || letter.Account == 0 {
		return err
	}
	return s.Mail.PasswordReset(ctx, letter)
}

// Reset sets the new password and ends all sessions. The one-time codes stay: who can read a mailbox
// is not yet the owner. Refuses with people.bad_reset and people.bad_password.
func (s *Service) Reset(ctx context.Context, secret, password string) error {
	hash, err := hashPassword(password)
	if err != nil {
		return err
	}
	return s.DB.Tx(ctx, func(tx *db.Tx) error {
		account, ok, err := openReset(tx, digestOf(secret), s.Clock.Now())
		if err != nil {
			return err
		}
		if !ok {
			return kernel.Refuse("people.bad_reset")
		}
		acc, ok, err := loadAccount(tx, account, s.today())
		if err != nil {
			return err
		}
		if !ok || acc.State != AccountActive {
			return kernel.Refuse("people.bad_reset")
		}
		var faults kernel.Faults
		checkPassword("mat_khau", password, acc.Login, &faults)
		err = faults.Err("people.bad_password")
		if err != nil {
			return err
		}
		err = useResets(tx, account, s.Clock.Now())
		if err != nil {
			return err
		}
		err = updatePassword(tx, account, hash, false)
		if err != nil {
			return err
		}
		err = s.Sessions.EndOthers(tx, account, 0)
		if err != nil {
			return err
		}
		who := kernel.Actor{Tenant: acc.Tenant, Account: acc.ID, Person: acc.Person, Name: acc.Name}
		return s.Audit.Note(tx, who, "people.reset_password", "account:"+account.String(), nil, nil)
	})
}

// ResetIsOpen tells whether a reset link still works, before somebody thinks up a password.
func (s *Service) ResetIsOpen(ctx context.Context, secret string) (bool, error) {
	var ok bool
	err := s.DB.Read(ctx, func(tx *db.Tx) error {
		var err error
		_, ok, err = openReset(tx, digestOf(secret), s.Clock.Now())
		return err
	})
	return ok, err
}

// ChangePassword sets a new password against the present one and ends all other sessions.
// Refuses with people.bad_password and its fields.
func (s *Service) ChangePassword(ctx context.Context, a kernel.Actor, present, next string, session kernel.ID) error {
	acc, err := s.own(ctx, a)
	if err != nil {
		return err
	}
	var faults kernel.Faults
	err = s.checkPresent(ctx, a.Account, present, &faults)
	if err != nil {
		return err
	}
	checkPassword("mat_khau_moi", next, acc.Login, &faults)
	err = faults.Err("people.bad_password")
	if err != nil {
		return err
	}
	hash, err := hashPassword(next)
	if err != nil {
		return err
	}
	return s.DB.Tx(ctx, func(tx *db.Tx) error {
		err := updatePassword(tx, a.Account, hash, false)
		if err != nil {
			return err
		}
		err = s.Sessions.EndOthers(tx, a.Account, session)
		if err != nil {
			return err
		}
		return s.Audit.Note(tx, a, "people.change_password", "account:"+a.Account.String(), nil, nil)
	})
}

// checkPresent asks for the present password again, slowed down like a sign-in.
func (s *Service) checkPresent(ctx context.Context, account kernel.ID, password string, faults *kernel.Faults) error {
	tried, err := s.count(ctx, "present:"+account.String(), "session", 0, "")
	if err != nil {
		return err
	}
	var hash string
	err = s.DB.Read(ctx, func(tx *db.Tx) error {
		var err error
		hash, err = hashOf(tx, account)
		return err
	})
	if err != nil {
		return err
	}
	fits, err := passwordFits(password, hash)
	if err != nil {
		return err
	}
	if !fits {
		faults.Add("mat_khau_cu", "people.wrong_present")
		return nil
	}
	return s.DB.Tx(ctx, func(tx *db.Tx) error { return forgive(tx, tried) })
}

func (s *Service) own(ctx context.Context, a kernel.Actor) (Account, error) {
	var acc Account
	err := isOwner(a, a.Account)
	if err != nil {
		return acc, err
	}
	err = s.DB.Read(ctx, func(tx *db.Tx) error {
		var ok bool
		var err error
		acc, ok, err = loadAccount(tx, a.Account, s.today())
		if err == nil && !ok {
			err = kernel.Missing("people.no_account")
		}
		return err
	})
	return acc, err
}

// EndSession closes one of the actor's own sessions. Refuses with people.no_session.
func (s *Service) EndSession(ctx context.Context, a kernel.Actor, id kernel.ID) error {
	return s.DB.Tx(ctx, func(tx *db.Tx) error {
		ok, err := s.Sessions.End(tx, a.Account, id)
		if err != nil {
			return err
		}
		if !ok {
			return kernel.Missing("people.no_session")
		}
		return s.Audit.Note(tx, a, "people.end_session", "account:"+a.Account.String(), nil, map[string]any{"session": id})
	})
}

// EndOtherSessions closes all of the actor's sessions but this one.
func (s *Service) EndOtherSessions(ctx context.Context, a kernel.Actor, keep kernel.ID) error {
	return s.DB.Tx(ctx, func(tx *db.Tx) error {
		err := s.Sessions.EndOthers(tx, a.Account, keep)
		if err != nil {
			return err
		}
		return s.Audit.Note(tx, a, "people.end_other_sessions", "account:"+a.Account.String(), nil, nil)
	})
}
