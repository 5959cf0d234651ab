package people

import (
	"context"
	"crypto/subtle"
	"encoding/base64"
	"fmt"
	"strings"
	"time"

	"github.com/pquerna/otp/totp"
	qrcode "github.com/skip2/go-qrcode"

	"doanket/internal/db"
	"doanket/kernel"
)

// CodeSetup is what an authenticator app needs. Sealed goes back to ConfirmTOTP; it opens for this account only.
//
//glossary:none
type CodeSetup struct {
	Secret string
	URL    string
	QR     string // a picture as a data: address
	Sealed string
}

const (
	totpStep      = 30 * time.Second
	recoveryCodes = 10
	tokenPrefix   = "dk_"
)

// BeginTOTP makes a new secret for one-time codes. Nothing is kept before the first code proves that
// the app has it.
func (s *Service) BeginTOTP(ctx context.Context, a kernel.Actor) (CodeSetup, error) {
	acc, err := s.own(ctx, a)
	if err != nil {
		return CodeSetup{}, err
	}
	key, err := totp.Generate(totp.GenerateOpts{Issuer: s.Site, AccountName: acc.Login})
	if err != nil {
		return CodeSetup{}, fmt.Errorf("making a one-time code secret: %w", err)
	}
	return s.setup(a.Account, key.Secret(), key.URL())
}

// ResumeTOTP shows a setup again whose first code was wrong.
func (s *Service) ResumeTOTP(ctx context.Context, a kernel.Actor, sealed string) (CodeSetup, error) {
	acc, err := s.own(ctx, a)
	if err != nil {
		return CodeSetup{}, err
	}
	secret, err := s.vault.open(a.Account, sealed)
	if err != nil {
		return CodeSetup{}, err
	}
	return s.setup(a.Account, secret, "otpauth://totp/"+strings.ReplaceAll(s.Site, " ", "%20")+":"+acc.Login+"?secret="+secret)
}

func (s *Service) setup(account kernel.ID, secret, url string) (CodeSetup, error) {
	png, err := qrcode.Encode(url, qrcode.Medium, 240)
	if err != nil {
		return CodeSetup{}, fmt.Errorf("drawing a QR: %w", err)
	}
	return CodeSetup{
		Secret: secret, URL: url, QR: "data:image/png;base64," + base64.StdEncoding.EncodeToString(png),
		Sealed: s.vault.seal(account, secret),
	}, nil
}

// stepOf finds the time step whose code was typed, one step before or after the clock at most; 0 when none fits.
func (s *Service) stepOf(secret, code string) (int64, error) {
	code = strings.NewReplacer(" ", "", "-", "").Replace(code)
	now := s.Clock.Now().Time()
	for _, d := range []time.Duration{0, -totpStep, totpStep} {
		at := now.Add(d)
		want, err := totp.GenerateCode(secret, at)
		if err != nil {
			return 0, fmt.Errorf("one-time code: %w", err)
		}
		if subtle.ConstantTimeCompare([]byte(want), []byte(code)) == 1 {
			return at.Unix() / int64(totpStep.Seconds()), nil
		}
	}
	return 0, nil
}

// ConfirmTOTP turns one-time codes on and gives the recovery codes, once.
func (s *Service) ConfirmTOTP(ctx context.Context, a kernel.Actor, sealed, code string) ([]string, error) {
	err := isOwner(a, a.Account)
	if err != nil {
		return nil, err
	}
	secret, err := s.vault.open(a.Account, sealed)
	if err != nil {
		return nil, kernel.Refuse("people.setup_again")
	}
	step, err := s.stepOf(secret, code)
	if err != nil {
		return nil, err
	}
	if step == 0 {
		return nil, badCode()
	}
	codes := make([]string, recoveryCodes)
	for i := range codes {
		codes[i] = readable(3)
	}
	err = s.DB.Tx(ctx, func(tx *db.Tx) error {
		err := setTOTP(tx, a.Account, s.vault.seal(a.Account, secret), step)
		if err != nil {
			return err
		}
		err = dropRecovery(tx, a.Account)
		if err != nil {
			return err
		}
		for _, c := range codes {
			err = insertRecovery(tx, a.Account, digestOf(c))
			if err != nil {
				return err
			}
		}
		return s.Audit.Note(tx, a, "people.totp_on", "account:"+a.Account.String(), nil, nil)
	})
	return codes, err
}

func badCode() error {
	var faults kernel.Faults
	faults.Add("ma", "people.bad_code")
	return faults.Err("people.bad_code")
}

// spendCode accepts a one-time code of a step later than the last one used, or an unused recovery code.
func (s *Service) spendCode(tx *db.Tx, account kernel.ID, code string) (string, error) {
	sealed, last, err := totpOf(tx, account)
	if err != nil {
		return "", err
	}
	if sealed == "" {
		return "", badCode()
	}
	secret, err := s.vault.open(account, sealed)
	if err != nil {
		return "", err
	}
	step, err := s.stepOf(secret, code)
	if err != nil {
		return "", err
	}
	if step > last {
		ok, err := spendStep(tx, account, step)
		if err != nil {
			return "", err
		}
		if ok {
			return "password+code", nil
		}
	}
	ok, err := spendRecovery(tx, account, digestOf(strings.ToLower(strings.TrimSpace(code))), s.Clock.Now())
	if err != nil {
		return "", err
	}
	if !ok {
		return "", badCode()
	}
	return "password+recovery", nil
}

// DropTOTP turns one-time codes off against the present password.
func (s *Service) DropTOTP(ctx context.Context, a kernel.Actor, password string) error {
	var faults kernel.Faults
	err := s.checkPresent(ctx, a.Account, password, &faults)
	if err != nil {
		return err
	}
	err = faults.Err("people.bad_password")
	if err != nil {
		return err
	}
	return s.DB.Tx(ctx, func(tx *db.Tx) error {
		err := dropTOTP(tx, a.Account)
		if err != nil {
			return err
		}
		return s.Audit.Note(tx, a, "people.totp_off", "account:"+a.Account.String(), nil, nil)
	})
}

// CreateToken (mã truy cập API) makes a token by which a program acts as the account. It is shown
// this one time. Only the owner makes it, or the program. Refuses with people.bad_token_input.
func (s *Service) CreateToken(ctx context.Context, a kernel.Actor, account kernel.ID, name string, expires kernel.Instant) (string, error) {
	err := isOwner(a, account)
	if err != nil {
		return "", err
	}
	name = strings.TrimSpace(name)
	var faults kernel.Faults
	if name == "" || len([]rune(name)) > 100 {
		faults.Add("ten", "people.token_name")
	}
	if !expires.IsZero() && !expires.After(s.Clock.Now()) {
		faults.Add("het_han", "people.token_expiry")
	}
	err = faults.Err("people.bad_token_input")
	if err != nil {
		return "", err
	}
	secret, _ := newSecret()
	secret = tokenPrefix + secret
	t := Token{ID: s.IDs.New(), Name: name, Created: s.Clock.Now(), Expires: expires}
	err = s.DB.Tx(ctx, func(tx *db.Tx) error {
		acc, ok, err := loadAccount(tx, account, s.today())
		if err != nil {
			return err
		}
		if !ok || acc.State != AccountActive {
			return kernel.Missing("people.no_account")
		}
		err = insertToken(tx, acc.Tenant, account, t, digestOf(secret))
		if err != nil {
			return err
		}
		return s.Audit.Note(tx, inTenant(a, acc.Tenant), "people.create_token", "account:"+account.String(), nil, map[string]any{"token": t.ID, "name": name})
	})
	return secret, err
}

// RevokeToken ends one of the actor's tokens. Refuses with people.no_token.
func (s *Service) RevokeToken(ctx context.Context, a kernel.Actor, id kernel.ID) error {
	return s.DB.Tx(ctx, func(tx *db.Tx) error {
		ok, err := revokeToken(tx, a.Account, id, s.Clock.Now())
		if err != nil {
			return err
		}
		if !ok {
			return kernel.Missing("people.no_token")
		}
		return s.Audit.Note(tx, a, "people.revoke_token", "account:"+a.Account.String(), nil, map[string]any{"token": id})
	})
}
