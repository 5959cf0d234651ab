package messages_test

import (
	"bytes"
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"doanket/core/messages"
	"doanket/core/orgs"
	"doanket/internal/db"
	"doanket/internal/links/smtp"
	"doanket/internal/outbox"
	"doanket/internal/testkit"
	"doanket/kernel"
)

var accepted = messages.Template{Key: "dossiers.accepted", Version: 1, Subject: "Đã tiếp nhận hồ sơ {{ma_ho_so}}",
	Text: "Chào bạn.\nHẹn trả {{hen_tra}}, lệ phí {{le_phi}}.",
	Vars: map[string]messages.VarKind{"ma_ho_so": messages.Text, "hen_tra": messages.Moment, "le_phi": messages.Sum}}

func notice() messages.Notice {
	return messages.Notice{Tenant: 1, Org: 5, Account: 7, Name: "Nguyễn Thị Ánh Tuyết", Email: "tuyet@vi-du.vn", Template: accepted,
		Vars: messages.Vars{"ma_ho_so": "H49.31.06-261123-0044", "hen_tra": kernel.Date{Year: 2026, Month: 12, Day: 3}.Clock(8, 20), "le_phi": kernel.Money(8000)},
		Link: "/ho-so/1", Origin: "dossier:1", Dedupe: "dossier:1/accepted"}
}

var (
	tuyet   = kernel.Actor{Tenant: 1, Account: 7}
	another = kernel.Actor{Tenant: 1, Account: 8}
)

func TestATemplateWritesEachKindAsOnPaper(t *testing.T) {
	if faults := accepted.Check(); len(faults) > 0 {
		t.Fatal(faults)
	}
	subject, text, err := accepted.Render(notice().Vars)
	if err != nil || subject != "Đã tiếp nhận hồ sơ H49.31.06-261123-0044" || text != "Chào bạn.\nHẹn trả 08:20 thứ năm, 03/12/2026, lệ phí 8.000 ₫." {
		t.Errorf("%q / %q / %v", subject, text, err)
	}
	for name, vars := range map[string]messages.Vars{
		"a missing value":   {"ma_ho_so": "x"},
		"a wrong kind":      {"ma_ho_so": "x", "hen_tra": "mai", "le_phi": kernel.Money(1)},
		"an undeclared one": {"ma_ho_so": "x", "hen_tra": kernel.FromMillis(1), "le_phi": kernel.Money(1), "la": "x"},
	} {
		_, _, err := accepted.Render(vars)
		if err == nil {
			t.Errorf("%s was let pass", name)
		}
	}
}

func TestATemplateIsCheckedBeforeItIsUsed(t *testing.T) {
	bad := messages.Template{Key: "x", Version: 1, Subject: "{{a}}", Text: "{{b}} }}", Vars: map[string]messages.VarKind{"b": messages.Text, "c": messages.Text}}
	var got []string
	for _, f := range bad.Check() {
		got = append(got, f.Code)
	}
	if want := "messages.unknown_var messages.unused_var messages.stray_brace"; strings.Join(got, " ") != want {
		t.Errorf("got %v, want %s", got, want)
	}
}

type house struct {
	testkit.Env
	s    *messages.Service
	sink *smtp.Sink
}

func each(t *testing.T, test func(t *testing.T, h house)) {
	testkit.Each(t, func(t *testing.T, e testkit.Env) {
		sink, err := smtp.StartSink(e.Clock, 10)
		must(t, err)
		t.Cleanup(func() { must(t, sink.Close()) })
		mailer, err := smtp.NewClient(smtp.Config{Address: sink.Address(), TLS: "off", From: "khong-tra-loi@vi-du.vn", Timeout: 2 * time.Second}, e.Clock)
		must(t, err)
		test(t, house{e, messages.New(messages.Deps{DB: e.DB, IDs: e.IDs, Clock: e.Clock, Outbox: e.Outbox, Mailer: mailer}), sink})
	}, orgs.Migrations(), messages.Migrations())
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func (h house) send(t *testing.T, n messages.Notice) {
	t.Helper()
	must(t, h.DB.Tx(h.Ctx, func(tx *db.Tx) error { return h.s.Send(tx, n) }))
}

func (h house) drain(t *testing.T) {
	t.Helper()
	must(t, h.Outbox.Drain(h.Ctx))
}

var program = kernel.Actor{System: true, Tenant: 1}

func (h house) letter(t *testing.T) messages.Message {
	t.Helper()
	d, err := h.s.Deliveries(h.Ctx, program, "", 0)
	must(t, err)
	if len(d.Messages) != 1 {
		t.Fatalf("%d letters", len(d.Messages))
	}
	return d.Messages[0]
}

func TestANoticeReachesInboxAndMailOnce(t *testing.T) {
	each(t, func(t *testing.T, h house) {
		h.send(t, notice())
		h.send(t, notice())
		h.drain(t)
		in, err := h.s.Inbox(h.Ctx, tuyet, 0)
		must(t, err)
		if len(in.Messages) != 1 || in.Unread != 1 {
			t.Fatalf("inbox holds %d, %d unread", len(in.Messages), in.Unread)
		}
		if got := h.sink.Caught(); len(got) != 1 || !strings.Contains(got[0].Text, "Hẹn trả 08:20 thứ năm, 03/12/2026") {
			t.Fatalf("letters: %+v", got)
		}
		if m := h.letter(t); m.State != messages.Sent || !m.Simulated || m.OutsideID != "MP-000001" {
			t.Errorf("the letter says %s %v %s", m.State, m.Simulated, m.OutsideID)
		}
	})
}

func TestANoticeOfARolledBackChangeIsNeverHeardOf(t *testing.T) {
	each(t, func(t *testing.T, h house) {
		stop := errors.New("stop")
		err := h.DB.Tx(h.Ctx, func(tx *db.Tx) error { return errors.Join(h.s.Send(tx, notice()), stop) })
		if !errors.Is(err, stop) {
			t.Fatal(err)
		}
		h.drain(t)
		n, err := h.s.Unread(h.Ctx, tuyet)
		must(t, err)
		if n != 0 || len(h.sink.Caught()) != 0 {
			t.Errorf("%d unread, %d letters", n, len(h.sink.Caught()))
		}
	})
}

func TestAnInboxIsItsOwnersAlone(t *testing.T) {
	each(t, func(t *testing.T, h house) {
		h.send(t, notice())
		in, err := h.s.Inbox(h.Ctx, tuyet, 0)
		must(t, err)
		id := in.Messages[0].ID
		_, err = h.s.MarkRead(h.Ctx, another, id)
		if f := kernel.AsFault(err); f == nil || f.Kind != kernel.NotFound {
			t.Errorf("somebody else's message: %v", err)
		}
		m, err := h.s.MarkRead(h.Ctx, tuyet, id)
		must(t, err)
		if m.Link != "/ho-so/1" {
			t.Errorf("leads to %q", m.Link)
		}
		n, err := h.s.Unread(h.Ctx, tuyet)
		must(t, err)
		if n != 0 {
			t.Errorf("%d unread after reading", n)
		}
		d, err := h.s.Deliveries(h.Ctx, tuyet, "", 0)
		must(t, err)
		if len(d.Messages) != 0 {
			t.Error("a person without the right sees deliveries")
		}
	})
}

func TestAnUnknownAddressIsADeadLetterAtOnce(t *testing.T) {
	each(t, func(t *testing.T, h house) {
		h.sink.Fail(smtp.Never, 1)
		h.send(t, notice())
		h.drain(t)
		if m := h.letter(t); m.State != messages.Failed || m.Error == "" {
			t.Errorf("the letter says %s %q", m.State, m.Error)
		}
		dead, err := h.Outbox.List(h.Ctx, 1, outbox.Filter{})
		must(t, err)
		if len(dead) != 1 || !dead[0].Dead() {
			t.Fatalf("letters in the outbox: %+v", dead)
		}
		must(t, h.Outbox.Retry(h.Ctx, program, dead[0].ID))
		h.drain(t)
		if m := h.letter(t); m.State != messages.Sent || m.Error != "" {
			t.Errorf("after the retry the letter says %s %q", m.State, m.Error)
		}
	})
}

func TestAGreylistedLetterIsSentLater(t *testing.T) {
	each(t, func(t *testing.T, h house) {
		h.sink.Fail(smtp.Later, 1)
		h.send(t, notice())
		h.drain(t)
		if m := h.letter(t); m.State != messages.Queued || m.Error == "" {
			t.Errorf("after 451 the letter says %s %q", m.State, m.Error)
		}
		h.Clock.Advance(time.Minute)
		h.drain(t)
		if m := h.letter(t); m.State != messages.Sent || m.Error != "" || len(h.sink.Caught()) != 1 {
			t.Errorf("a minute later the letter says %s %q", m.State, m.Error)
		}
	})
}

func TestAReminderThatIsTooOldIsNotSent(t *testing.T) {
	each(t, func(t *testing.T, h house) {
		n := notice()
		n.Expires = h.Clock.Now().Add(time.Hour)
		h.send(t, n)
		h.Clock.Advance(2 * time.Hour)
		h.drain(t)
		if m := h.letter(t); m.State != messages.Expired || len(h.sink.Caught()) != 0 {
			t.Errorf("the letter says %s", m.State)
		}
	})
}

func TestPagesOfTheRoom(t *testing.T) {
	for _, s := range messages.Samples() {
		var b bytes.Buffer
		must(t, s.Body.Render(context.Background(), &b))
		if strings.Contains(b.String(), "tuyet@vi-du.vn") {
			t.Errorf("%s shows a whole address", s.Name())
		}
		testkit.Page(t, b.Bytes()).Has("h1")
	}
}

// TestALetterThatWaitsBindsNobody: a notice belongs to a person, so a unit may end while one waits.
func TestALetterThatWaitsBindsNobody(t *testing.T) {
	each(t, func(t *testing.T, h house) {
		must(t, h.DB.Tx(h.Ctx, func(tx *db.Tx) error {
			hello := messages.Template{Key: "test.hello", Version: 1, Subject: "Chào", Text: "Chào"}
			return h.s.Send(tx, messages.Notice{Tenant: 1, Org: 7, Email: "mau@vi-du.vn", Name: "Mẫu", Template: hello, Dedupe: "held"})
		}))
		must(t, h.DB.Read(h.Ctx, func(tx *db.Tx) error {
			today := h.Clock.Now().Date()
			list, err := messages.Held{}.Holds(tx, 1, []kernel.ID{6, 7}, today)
			must(t, err)
			total, err := messages.Held{}.Totals(tx, 1, today)
			if len(list) != 1 || list[0].Unit != 7 || list[0].Count != 1 || list[0].Binds || total[0].Count != 1 {
				t.Errorf("%+v, %+v", list, total)
			}
			return err
		}))
	})
}
