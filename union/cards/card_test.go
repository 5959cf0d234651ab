package cards

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"doanket/internal/db"
	"doanket/internal/paper"
	"doanket/kernel"
)

// TestALostCardIsReplacedAndItsOldCodeSaysRevokedWithoutAName is A15: new serial, the old token answers
// "đã thu hồi" with no name, the partner's check with the old card is refused, the same member number,
// at most one valid card at every moment.
func TestALostCardIsReplacedAndItsOldCodeSaysRevokedWithoutAName(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		m := h.enrol(h.coal, 1)[0]
		old := h.given(t, h.coal)[0]
		oldToken := tokenOf(siteKey, old.ID)
		answer := func(token Token, want Standing) {
			t.Helper()
			v, err := h.s.Verify(h.Ctx, token)
			must(t, err)
			if v.Standing != want || v.Name != "" || v.Born != 0 || v.Photo != nil {
				t.Errorf("the code answers %+v, want %s and nothing of the person", v, want)
			}
			c, err := h.s.CheckCard(h.Ctx, h.partner(), token, ByPage)
			must(t, err)
			if c.Standing != want || (c.Group != "") != (want == IsValid) {
				t.Errorf("the partner hears %+v, want %s", c, want)
			}
		}
		oneValid := func(want int) {
			t.Helper()
			n := 0
			for _, c := range h.allOf(t, m.ID) {
				if c.State == Valid {
					n++
				}
			}
			if n != want {
				t.Errorf("%d valid cards, want %d", n, want)
			}
			h.countersAgree(t)
		}
		answer(oldToken, IsValid)
		oneValid(1)

		// While the name is shown the card is lost: it must be gone from the answer at once.
		_, err := h.s.ShowName(h.Ctx, h.memberActor(m))
		must(t, err)
		_, err = h.s.ReportLost(h.Ctx, h.keeper(), old.ID, Ending{Reason: "mat"})
		must(t, err)
		answer(oldToken, IsRevoked)
		oneValid(0)

		next, err := h.s.ReplaceCard(h.Ctx, h.keeper(), old.ID, Ending{Reason: "thay_the_mat"})
		must(t, err)
		newToken := tokenOf(siteKey, next.ID)
		if next.Serial == old.Serial || next.Number != old.Number || newToken == oldToken || next.Number != m.Number {
			t.Errorf("the next card: %+v", next)
		}
		answer(newToken, IsUnknown) // not handed over yet: it does not count
		_, err = h.s.Hand(h.Ctx, h.keeper(), []kernel.ID{next.ID}, ByHand)
		refused(t, err, "cards.not_printed")
		_, err = h.s.MarkPrinted(h.Ctx, h.keeper(), next.ID)
		must(t, err)
		_, err = h.s.Hand(h.Ctx, h.keeper(), []kernel.ID{next.ID}, ByHand)
		must(t, err)
		answer(newToken, IsValid)
		answer(oldToken, IsRevoked)
		oneValid(1)
		if c := h.card(t, old.ID); c.State != Replaced || c.Ended.Why != "thay_the_mat" || c.To != day("2026-11-23") {
			t.Errorf("the old card: %+v", c)
		}
		_, err = h.s.ReportLost(h.Ctx, h.keeper(), old.ID, Ending{Reason: "mat"})
		refused(t, err, "cards.cannot_lose")
	})
}

func TestAWornCardCountsUntilTheNextOneIsHandedOver(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.enrol(h.coal, 1)
		old := h.given(t, h.coal)[0]
		h.Clock.SetTo("2026-12-01T09:00")
		next, err := h.s.ReplaceCard(h.Ctx, h.keeper(), old.ID, Ending{Reason: "hong", Note: "Gãy góc"})
		must(t, err)
		_, err = h.s.ReplaceCard(h.Ctx, h.keeper(), old.ID, Ending{Reason: "hong"})
		refused(t, err, "cards.already_waiting")
		if c := h.card(t, old.ID); c.State != Valid {
			t.Errorf("the worn card is %s before the next one is there", c.State)
		}
		_, err = h.s.MarkPrinted(h.Ctx, h.keeper(), next.ID)
		must(t, err)
		h.Clock.SetTo("2026-12-08T09:00")
		got, err := h.s.HandScanned(h.Ctx, h.keeper(), base+VerifyPath(tokenOf(siteKey, next.ID)))
		must(t, err)
		if got.ID != next.ID {
			t.Errorf("the scan handed over %+v", got)
		}
		was, is := h.card(t, old.ID), h.card(t, next.ID)
		if was.State != Replaced || was.To != day("2026-12-08") || was.Ended.Why != "hong" || is.State != Valid || is.From != day("2026-12-08") || is.Replaces != old.ID || is.Handed.Why != string(ByScan) {
			t.Errorf("old %+v\nnew %+v", was, is)
		}
		_, err = h.s.HandScanned(h.Ctx, h.keeper(), next.Serial)
		refused(t, err, "cards.cannot_hand_over")
		_, err = h.s.HandScanned(h.Ctx, h.keeper(), "QN26-999999")
		refused(t, err, "cards.no_such_code")
		h.countersAgree(t)
	})
}

func TestAMisprintedCardMakesRoomForTheNextOneAtOnce(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.enrol(h.coal, 1)
		b := h.batch(t, BatchInput{Unit: h.coal})
		old := h.cardsIn(t, b.ID)[0]
		next, err := h.s.ReplaceCard(h.Ctx, h.keeper(), old.ID, Ending{Reason: "in_sai"})
		must(t, err)
		if c := h.card(t, old.ID); c.State != Replaced || !c.From.IsZero() || !c.To.IsZero() {
			t.Errorf("the misprint: %+v", c)
		}
		if next.Serial != "DV26-000002" {
			t.Errorf("serial %s", next.Serial)
		}
		_, err = h.s.ReplaceCard(h.Ctx, h.keeper(), next.ID, Ending{Reason: "doi_mau"})
		refused(t, err, "cards.no_reason") // a reason of another state
		h.countersAgree(t)
	})
}

func TestACardEndsWithTheMembership(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.enrol(h.coal, 3)
		list := h.given(t, h.coal)
		for i, why := range []Gone{HasLeft, WasExpelled, HasDied} {
			for range 2 { // a fact that is told twice
				must(t, h.DB.Tx(h.Ctx, func(tx *db.Tx) error { return h.s.EndOf(tx, h.top, list[i].Member, why) }))
			}
			if c := h.card(t, list[i].ID); c.State != Revoked || c.Ended.Why != string(why) || c.Ended.By != "Hệ thống" {
				t.Errorf("%s: %+v", why, c)
			}
		}
		h.roll.members = nil
		_, err := h.s.ReplaceCard(h.Ctx, h.keeper(), list[0].ID, Ending{Reason: "hong"})
		refused(t, err, "cards.not_member")
		h.countersAgree(t)
	})
}

func TestACardGoesWithItsMemberAndNothingOnItChanges(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		m := h.enrol(h.coal, 1)[0]
		before := h.given(t, h.coal)[0]
		h.Clock.SetTo("2026-12-10T09:00")
		for range 2 {
			must(t, h.DB.Tx(h.Ctx, func(tx *db.Tx) error { return h.s.Follow(tx, h.top, m.ID, h.hospital, day("2026-12-10")) }))
		}
		after := h.card(t, before.ID)
		if after.Unit != h.hospital || after.State != Valid || after.Serial != before.Serial || after.Number != before.Number || after.Base != before.Base {
			t.Errorf("before %+v\nafter %+v", before, after)
		}
		_, err := h.s.Detail(h.Ctx, h.keeper(), before.ID)
		refused(t, err, "cards.no_card") // the union she left
		must(t, h.DB.Read(h.Ctx, func(tx *db.Tx) error {
			for on, want := range map[string][2]int64{"2026-11-22": {0, 0}, "2026-11-23": {1, 0}, "2026-12-09": {1, 0}, "2026-12-10": {0, 1}, "2026-12-31": {0, 1}} {
				n, err := h.s.CountValid(tx, h.top, []kernel.ID{h.coal, h.hospital}, day(on))
				must(t, err)
				if n[h.coal] != want[0] || n[h.hospital] != want[1] {
					t.Errorf("on %s %d and %d valid cards, want %v", on, n[h.coal], n[h.hospital], want)
				}
			}
			return nil
		}))
		h.countersAgree(t)
	})
}

func TestANameIsSeenForFiveMinutesAndOnlyWhenItsBearerWantsIt(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		m := h.enrol(h.coal, 1)[0]
		kept, err := h.s.Files.Put(h.Ctx, bytes.NewReader(portrait(1, 300, 400)), 1<<20)
		must(t, err)
		h.roll.members[0].Photo = kept.SHA256
		token := tokenOf(siteKey, h.given(t, h.coal)[0].ID)
		seen := func(want bool) {
			t.Helper()
			v, err := h.s.Verify(h.Ctx, token)
			must(t, err)
			if (v.Name == m.Name && v.Born == m.Born && len(v.Photo) > 0) != want || (v.Name != "") != want {
				t.Errorf("seen: %q %d, %d bytes of picture", v.Name, v.Born, len(v.Photo))
			}
			if v.Standing != IsValid || v.Union != "Công đoàn phường Uông Bí" || v.Kind != "Thẻ đoàn viên" {
				t.Errorf("%+v", v)
			}
		}
		seen(false)
		until, err := h.s.ShowName(h.Ctx, h.memberActor(m))
		must(t, err)
		if until != h.Clock.Now().Add(5*time.Minute) {
			t.Errorf("until %s", until)
		}
		seen(true)
		h.Clock.Advance(5*time.Minute - time.Second)
		seen(true)
		h.Clock.Advance(time.Second)
		seen(false)
		_, err = h.s.ShowName(h.Ctx, h.memberActor(m))
		must(t, err)
		seen(true)
		must(t, h.s.HideName(h.Ctx, h.memberActor(m)))
		seen(false)
		_, err = h.s.ShowName(h.Ctx, kernel.Actor{Tenant: h.top, Account: 1, Person: 2})
		refused(t, err, "cards.no_own_card")
	})
}

func TestTheMemberHerselfReportsHerCardLost(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		m := h.enrol(h.coal, 1)[0]
		c := h.given(t, h.coal)[0]
		must(t, h.s.ReportOwnLost(h.Ctx, h.memberActor(m)))
		refused(t, h.s.ReportOwnLost(h.Ctx, h.memberActor(m)), "cards.no_own_card")
		if got := h.card(t, c.ID); got.State != Lost || got.Lost.By != m.Name {
			t.Errorf("%+v", got)
		}
		own, err := h.s.OwnCard(h.Ctx, h.memberActor(m))
		must(t, err)
		if !own.Member || !own.Has || own.Card.State != Lost || own.Address != "" {
			t.Errorf("%+v", own)
		}
	})
}

func TestUnknownCodesOfEveryShapeAnswerAlike(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.enrol(h.coal, 1)
		waiting := h.cardsIn(t, h.batch(t, BatchInput{Unit: h.coal}).ID)[0]
		first := Verification{}
		for i, text := range []string{"", "x", strings.Repeat("a", 26), strings.Repeat("A", 26), "../../etc/passwd", strings.Repeat("z", 5000), string(tokenOf(siteKey, waiting.ID)), waiting.Serial, "' or 1=1 --"} {
			v, err := h.s.Verify(h.Ctx, ReadToken(text))
			must(t, err)
			if i == 0 {
				first = v
			}
			if v.Standing != first.Standing || v.Kind != first.Kind || v.Union != first.Union || v.Standing != IsUnknown {
				t.Errorf("%.30q answers %+v", text, v)
			}
		}
	})
}

func TestAPartnerAsksThirtyTimesAMinuteAndNothingOfAPersonIsKept(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.enrol(h.coal, 1)
		c := h.given(t, h.coal)[0]
		token := tokenOf(siteKey, c.ID)
		for i := range ChecksPerMinute {
			_, err := h.s.CheckCard(h.Ctx, h.partner(), token, ByAPI)
			if err != nil {
				t.Fatalf("the %d. check: %v", i+1, err)
			}
			h.Clock.Advance(time.Second)
		}
		_, err := h.s.CheckCard(h.Ctx, h.partner(), token, ByPage)
		refused(t, err, "web.too_many")
		other := h.partner()
		other.Account = 21
		_, err = h.s.CheckCard(h.Ctx, other, token, ByPage)
		must(t, err) // another partner has a limit of her own
		h.Clock.Advance(31 * time.Second)
		_, err = h.s.CheckCard(h.Ctx, h.partner(), token, ByPage)
		must(t, err)
		_, err = h.s.CheckCard(h.Ctx, h.keeper(), token, ByPage)
		refused(t, err, "cards.no_card")
		kept, err := h.s.LastChecks(h.Ctx, h.partner())
		must(t, err)
		if len(kept) != 10 || kept[0].Standing != IsValid {
			t.Errorf("%+v", kept)
		}
		must(t, h.DB.Read(h.Ctx, func(tx *db.Tx) error {
			into := func(s *string) []any { return []any{s} }
			columns, err := []string(nil), error(nil)
			if tx.Engine() == db.SQLite {
				columns, err = db.All(tx, into, `select name from pragma_table_info('card_check') order by name`)
			} else {
				columns, err = db.All(tx, into, `select column_name::text from information_schema.columns where table_name = 'card_check' order by column_name`)
			}
			must(t, err)
			if got := strings.Join(columns, " "); got != "account_id at id result tenant_id way" {
				t.Errorf("a check keeps %s", got)
			}
			return nil
		}))
	})
}

// TestTheCodeOfACardLeadsToItsVerificationAndHoldsNothingOfThePerson prints a card and reads it with
// the tools that anybody has.
func TestTheCodeOfACardLeadsToItsVerificationAndHoldsNothingOfThePerson(t *testing.T) {
	for _, name := range []string{"pdftotext", "pdftoppm", "zbarimg"} {
		_, err := exec.LookPath(name)
		if err != nil {
			t.Skipf("%s is not installed", name)
		}
	}
	each(t, func(t *testing.T, h *house) {
		h.enrol(h.coal, 3)
		h.roll.members[1].Name = "Nguyễn Phúc Hoàng Bảo Ngọc Trâm Anh Thương Nghiệp Quỳnh"
		b := h.batch(t, BatchInput{Unit: h.coal})
		list := h.cardsIn(t, b.ID)
		for _, layout := range []paper.CardLayout{paper.CardPages, paper.CardSheets} {
			var pdf, again bytes.Buffer
			must(t, h.s.PrintPart(h.Ctx, h.keeper(), b.ID, 1, layout, &pdf))
			must(t, h.s.PrintPart(h.Ctx, h.keeper(), b.ID, 1, layout, &again))
			if !bytes.Equal(pdf.Bytes(), again.Bytes()) {
				t.Error("the same part gives another file")
			}
			dir := t.TempDir()
			file := filepath.Join(dir, "in.pdf")
			must(t, os.WriteFile(file, pdf.Bytes(), 0o600))
			out, err := exec.Command("pdftotext", file, "-").Output()
			must(t, err)
			text := strings.Join(strings.Fields(string(out)), " ")
			for _, c := range list {
				for _, want := range []string{c.Name, c.Number, c.Serial, "Công đoàn phường Uông Bí", "Than Mẫu"} {
					if !strings.Contains(text, want) {
						t.Errorf("%s: the cards lack %q", layout, want)
					}
				}
			}
			must(t, exec.Command("pdftoppm", "-r", "300", "-png", file, filepath.Join(dir, "page")).Run())
			pages, err := filepath.Glob(filepath.Join(dir, "page*.png"))
			must(t, err)
			out, err = exec.Command("zbarimg", append([]string{"-q", "--raw"}, pages...)...).Output()
			if err != nil && len(out) == 0 { // it complains of the fronts, which have no code
				t.Fatal(err)
			}
			codes := strings.Fields(string(out))
			if len(codes) != len(list) {
				t.Fatalf("%s: %d codes for %d cards", layout, len(codes), len(list))
			}
			for _, code := range codes {
				found := false
				for _, c := range list {
					found = found || code == base+"/the/"+string(tokenOf(siteKey, c.ID))
					for _, secret := range []string{c.Number, c.Serial, c.ID.String(), c.Member.String()} {
						if strings.Contains(code, secret) {
							t.Errorf("the code %s holds %s", code, secret)
						}
					}
				}
				if !found {
					t.Errorf("the code %s leads nowhere", code)
				}
			}
		}
		h.s.Key = bytes.Repeat([]byte{8}, 32)
		refused(t, h.s.PrintPart(h.Ctx, h.keeper(), b.ID, 1, paper.CardPages, &bytes.Buffer{}), "cards.key_changed")
	})
}

func TestAPictureIsMadeAsSmallAsTheCardNeeds(t *testing.T) {
	for _, c := range []struct{ wide, tall int }{{300, 400}, {2400, 3200}, {3200, 2400}, {90, 120}} {
		got := cardPhoto(portrait(1, c.wide, c.tall))
		if len(got) == 0 || len(got) > 60_000 {
			t.Errorf("%d × %d becomes %d bytes", c.wide, c.tall, len(got))
		}
	}
	for _, broken := range [][]byte{nil, []byte("no picture"), portrait(1, 300, 400)[:200]} {
		if got := cardPhoto(broken); len(got) > len(broken) {
			t.Errorf("%d bytes that are no picture become %d", len(broken), len(got))
		}
	}
}
