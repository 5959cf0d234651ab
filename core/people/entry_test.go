package people

import (
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/pquerna/otp/totp"

	"doanket/internal/db"
	"doanket/internal/web"
	"doanket/kernel"
)

const home, stranger = "192.0.2.1/32", "203.0.113.66/32"

func (x *site) try(login, password, source, device string) (Entry, error) {
	return x.s.SignIn(x.Ctx, Attempt{Login: login, Password: password, Source: source, Device: device})
}

func TestSignIn(t *testing.T) {
	each(t, func(t *testing.T, x *site) {
		entry, err := x.try(" LAN ", demoPassword, home, "")
		must(t, err)
		if entry.Account != x.lan || entry.NeedsCode || entry.Device == "" {
			t.Errorf("%+v", entry)
		}
		entry, err = x.try("lan@mau.vn", demoPassword, home, entry.Device)
		must(t, err)
		if entry.Device != "" {
			t.Error("a known machine was made known again")
		}
		for _, wrong := range [][2]string{{"lan", "sai"}, {"khong-co-ai", demoPassword}, {"", ""}, {"lan", strings.Repeat("x", 5000)}} {
			_, err := x.try(wrong[0], wrong[1], home, "")
			f := kernel.AsFault(err)
			if f == nil || f.Code != "people.bad_sign_in" || len(f.Fields) != 0 {
				t.Errorf("%q is told %v", wrong, err)
			}
		}
	})
}

func TestStrangersSlowDownThemselvesAndNeverTheOwner(t *testing.T) {
	each(t, func(t *testing.T, x *site) {
		known, err := x.try("lan", demoPassword, home, "")
		must(t, err)
		for range freeTries + 1 {
			_, err := x.try("lan", "sai", stranger, "")
			refused(t, err, "people.bad_sign_in")
		}
		t.Run("the stranger waits, even with the right password", func(t *testing.T) {
			_, err := x.try("lan", demoPassword, stranger, "")
			refused(t, err, "people.wait")
		})
		t.Run("the owner comes in from elsewhere", func(t *testing.T) {
			_, err := x.try("lan", demoPassword, home, "")
			must(t, err)
		})
		t.Run("the owner comes in from the very same network on her own machine", func(t *testing.T) {
			_, err := x.try("lan", demoPassword, stranger, known.Device)
			must(t, err)
		})
		t.Run("a stolen machine waits on its own", func(t *testing.T) {
			for range freeTries + 1 {
				_, err := x.try("lan", "sai", home, known.Device)
				refused(t, err, "people.bad_sign_in")
			}
			_, err := x.try("lan", demoPassword, home, known.Device)
			refused(t, err, "people.wait")
		})
		t.Run("the machine of one account opens no other", func(t *testing.T) {
			for range freeTries + 1 {
				_, err := x.try("quang", "sai", stranger, known.Device)
				refused(t, err, "people.bad_sign_in")
			}
			_, err := x.try("quang", demoPassword, stranger, known.Device)
			refused(t, err, "people.wait")
		})
		t.Run("waiting helps", func(t *testing.T) {
			x.Clock.Advance(firstDelay + time.Second)
			_, err := x.try("lan", demoPassword, stranger, "")
			must(t, err)
		})
	})
}

func TestTheWaitDoublesUpToAQuarterOfAnHour(t *testing.T) {
	for failures, want := range map[int]time.Duration{0: 0, 4: 0, 5: 5 * time.Second, 6: 10 * time.Second, 9: 80 * time.Second, 13: 15 * time.Minute, 1000: 15 * time.Minute} {
		if got := delayAfter(failures); got != want {
			t.Errorf("after %d: %v, want %v", failures, got, want)
		}
	}
}

func TestManyTriesAtOnceDoNotSlipThrough(t *testing.T) {
	each(t, func(t *testing.T, x *site) {
		var judged sync.Map
		var wg sync.WaitGroup
		for i := range 12 {
			wg.Go(func() {
				_, err := x.try("lan", "sai", stranger, "")
				judged.Store(i, kernel.AsFault(err) != nil && kernel.AsFault(err).Code == "people.bad_sign_in")
			})
		}
		wg.Wait()
		n := 0
		judged.Range(func(_, v any) bool {
			if v.(bool) {
				n++
			}
			return true
		})
		if n > freeTries+1 {
			t.Errorf("%d passwords were tried", n)
		}
	})
}

func (x *site) setTOTP(t *testing.T, account kernel.ID) (string, []string) {
	t.Helper()
	a := x.as(t, account)
	setup, err := x.s.BeginTOTP(x.Ctx, a)
	must(t, err)
	codes, err := x.s.ConfirmTOTP(x.Ctx, a, setup.Sealed, x.code(t, setup.Secret))
	must(t, err)
	return setup.Secret, codes
}

func (x *site) code(t *testing.T, secret string) string {
	t.Helper()
	c, err := totp.GenerateCode(secret, x.Clock.Now().Time())
	must(t, err)
	return c
}

func TestOneTimeCodes(t *testing.T) {
	each(t, func(t *testing.T, x *site) {
		secret, codes := x.setTOTP(t, x.lan)
		enter := func(code string) error {
			_, err := x.s.EnterCode(x.Ctx, x.lan, code, Attempt{Source: home})
			return err
		}
		entry, err := x.try("lan", demoPassword, home, "")
		must(t, err)
		if !entry.NeedsCode || entry.Device != "" {
			t.Errorf("%+v", entry)
		}
		t.Run("the code that set it up is used up", func(t *testing.T) { refused(t, enter(x.code(t, secret)), "people.bad_code") })
		t.Run("the next one enters once", func(t *testing.T) {
			x.Clock.Advance(31 * time.Second)
			now := x.code(t, secret)
			must(t, enter(now[:3]+" "+now[3:]))
			refused(t, enter(now), "people.bad_code")
		})
		t.Run("one step late still enters, two do not", func(t *testing.T) {
			x.Clock.Advance(2 * time.Minute)
			old := x.code(t, secret)
			x.Clock.Advance(30 * time.Second)
			must(t, enter(old))
			old = x.code(t, secret)
			x.Clock.Advance(65 * time.Second)
			refused(t, enter(old), "people.bad_code")
		})
		t.Run("a recovery code enters once, in capitals too", func(t *testing.T) {
			must(t, enter(" "+strings.ToUpper(codes[3])))
			refused(t, enter(codes[3]), "people.bad_code")
		})
		t.Run("guessing waits", func(t *testing.T) {
			x.Clock.Advance(forgetAfter + time.Hour)
			for range freeTries + 1 {
				refused(t, enter("000000"), "people.bad_code")
			}
			refused(t, enter(x.code(t, secret)), "people.wait")
		})
		t.Run("the table holds no secret that opens anything", func(t *testing.T) {
			must(t, x.DB.Read(x.Ctx, func(tx *db.Tx) error {
				sealed, _, err := totpOf(tx, x.lan)
				if strings.Contains(sealed, secret) || sealed == "" {
					t.Error(sealed)
				}
				_, err2 := x.s.vault.open(x.quang, sealed)
				if err2 == nil {
					t.Error("opens for another account")
				}
				return err
			}))
		})
		t.Run("turning it off asks for the password", func(t *testing.T) {
			refused(t, x.s.DropTOTP(x.Ctx, x.as(t, x.lan), "sai"), "people.wrong_present")
			must(t, x.s.DropTOTP(x.Ctx, x.as(t, x.lan), demoPassword))
			x.Clock.Advance(time.Hour)
			entry, err := x.try("lan", demoPassword, home, "")
			must(t, err)
			if entry.NeedsCode {
				t.Error("still asks")
			}
		})
	})
}

func TestForgottenPassword(t *testing.T) {
	each(t, func(t *testing.T, x *site) {
		must(t, x.s.AskReset(x.Ctx, "Lan@Mau.vn"))
		must(t, x.s.AskReset(x.Ctx, "khong@mau.vn"))
		must(t, x.s.AskReset(x.Ctx, ""))
		if len(x.letters) != 1 || x.letters[0].Email != "lan@mau.vn" || x.letters[0].Minutes != 30 {
			t.Fatalf("%+v", x.letters)
		}
		_, secret, _ := strings.Cut(x.letters[0].Link, "?ma=")
		t.Run("a bad password leaves the link open", func(t *testing.T) {
			refused(t, x.s.Reset(x.Ctx, secret, "matkhau123"), "people.password_common")
		})
		t.Run("it works once", func(t *testing.T) {
			must(t, x.s.Reset(x.Ctx, secret, "than den nhu muc"))
			refused(t, x.s.Reset(x.Ctx, secret, "than den nhu muc 2"), "people.bad_reset")
			_, err := x.try("lan", demoPassword, home, "")
			refused(t, err, "people.bad_sign_in")
			_, err = x.try("lan", "than den nhu muc", home, "")
			must(t, err)
		})
		t.Run("it is over after half an hour", func(t *testing.T) {
			must(t, x.s.AskReset(x.Ctx, "lan@mau.vn"))
			_, secret, _ := strings.Cut(x.letters[1].Link, "?ma=")
			x.Clock.Advance(30 * time.Minute)
			refused(t, x.s.Reset(x.Ctx, secret, "than den nhu muc"), "people.bad_reset")
		})
		t.Run("a mailbox is not flooded", func(t *testing.T) {
			before := len(x.letters)
			for range 10 {
				must(t, x.s.AskReset(x.Ctx, "quang@mau.vn"))
			}
			if len(x.letters)-before != openResets {
				t.Errorf("%d letters", len(x.letters)-before)
			}
		})
		t.Run("a mailbox does not get past one-time codes", func(t *testing.T) {
			x.setTOTP(t, x.trang)
			must(t, x.s.AskReset(x.Ctx, "trang@mau.vn"))
			_, secret, _ := strings.Cut(x.letters[len(x.letters)-1].Link, "?ma=")
			must(t, x.s.Reset(x.Ctx, secret, "than den nhu muc"))
			entry, err := x.try("trang", "than den nhu muc", home, "")
			must(t, err)
			if !entry.NeedsCode {
				t.Error("entered without a code")
			}
		})
	})
}

func TestPasswordRules(t *testing.T) {
	for password, code := range map[string]string{
		"ngan": "people.password_length", strings.Repeat("a", 300): "people.password_length", "aaaaaaaaaaaa": "people.password_common",
		"1234567890": "people.password_common", "toi la quang 88": "people.password_login", "một câu dài dễ nhớ": "", "doanket-demo": "",
	} {
		var faults kernel.Faults
		checkPassword("f", password, "quang", &faults)
		err := faults.Err("x")
		if code == "" {
			if err != nil {
				t.Errorf("%q: %v", password, err)
			}
			continue
		}
		refused(t, err, code)
	}
}

func TestAFirstPasswordMustBeChanged(t *testing.T) {
	each(t, func(t *testing.T, x *site) {
		password, err := x.s.FirstPassword(x.Ctx, x.as(t, x.admin), x.lan)
		must(t, err)
		entry, err := x.try("lan", password, home, "")
		must(t, err)
		if entry.Change == "" || entry.Device != "" {
			t.Fatalf("%+v", entry)
		}
		must(t, x.s.Reset(x.Ctx, entry.Change, "than den nhu muc"))
		entry, err = x.try("lan", "than den nhu muc", home, "")
		must(t, err)
		if entry.Change != "" {
			t.Error("asks again")
		}
		_, err = x.s.FirstPassword(x.Ctx, x.as(t, x.far), x.lan)
		refused(t, err, "people.no_account")
	})
}

func TestChangingThePasswordEndsTheOtherSessions(t *testing.T) {
	each(t, func(t *testing.T, x *site) {
		door := web.New(web.Config{DB: x.DB, IDs: x.IDs, Clock: x.Clock, Accounts: x.s})
		for range 3 {
			_, err := door.SignInAs(x.Ctx, x.lan)
			must(t, err)
		}
		a := x.as(t, x.lan)
		o, err := x.s.Own(x.Ctx, a)
		must(t, err)
		if len(o.Sessions) != 3 {
			t.Fatalf("%d sessions", len(o.Sessions))
		}
		mine := o.Sessions[1].ID
		refused(t, x.s.ChangePassword(x.Ctx, a, "sai", "than den nhu muc", mine), "people.wrong_present")
		refused(t, x.s.ChangePassword(x.Ctx, a, demoPassword, "ngan", mine), "people.password_length")
		must(t, x.s.ChangePassword(x.Ctx, a, demoPassword, "than den nhu muc", mine))
		o, err = x.s.Own(x.Ctx, a)
		must(t, err)
		if len(o.Sessions) != 1 || o.Sessions[0].ID != mine {
			t.Errorf("%+v", o.Sessions)
		}
		refused(t, x.s.EndSession(x.Ctx, x.as(t, x.quang), mine), "people.no_session")
	})
}

func TestTokens(t *testing.T) {
	each(t, func(t *testing.T, x *site) {
		lan := x.as(t, x.lan)
		secret, err := x.s.CreateToken(x.Ctx, lan, x.lan, "Phần mềm kế toán", x.Clock.Now().Add(time.Hour))
		must(t, err)
		a, err := x.s.ActorByToken(x.Ctx, secret)
		must(t, err)
		if a.Account != x.lan || !a.Can("dossiers.accept", x.path(t, x.desk)) {
			t.Errorf("%+v", a)
		}
		for _, wrong := range []string{"", "dk_", "dk_" + secret, secret[3:], "Bearer " + secret} {
			_, err := x.s.ActorByToken(x.Ctx, wrong)
			refused(t, err, "people.no_token")
		}
		_, err = x.s.CreateToken(x.Ctx, lan, x.quang, "của người khác", kernel.Instant{})
		refused(t, err, "people.no_account")
		_, err = x.s.CreateToken(x.Ctx, lan, x.lan, " ", x.Clock.Now())
		refused(t, err, "people.token_name")
		x.Clock.Advance(time.Hour)
		_, err = x.s.ActorByToken(x.Ctx, secret)
		refused(t, err, "people.no_token")
		secret, err = x.s.CreateToken(x.Ctx, program, x.lan, "Dòng lệnh", kernel.Instant{})
		must(t, err)
		o, err := x.s.Own(x.Ctx, lan)
		must(t, err)
		refused(t, x.s.RevokeToken(x.Ctx, x.as(t, x.quang), o.Tokens[0].ID), "people.no_token")
		must(t, x.s.RevokeToken(x.Ctx, lan, o.Tokens[0].ID))
		_, err = x.s.ActorByToken(x.Ctx, secret)
		refused(t, err, "people.no_token")
	})
}
