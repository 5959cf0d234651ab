package cards

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"doanket/core/orgs"
	"doanket/internal/audit"
	"doanket/internal/db"
	"doanket/internal/outbox"
	"doanket/internal/testkit"
	"doanket/kernel"
)

func TestABatchIsForMembersWithoutACard(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		coal, school := h.enrol(h.coal, 3), h.enrol(h.school, 2)
		h.enrol(h.hospital, 2) // another ward
		h.given(t, h.school)
		h.roll.members[1].Number = "" // of the coal mine
		b := h.batch(t, BatchInput{Unit: h.ward})
		if b.State != Complete || b.Total != 3 || b.Made != 2 || b.Skipped != 1 || b.Seen != 3 || b.By != "Cán bộ cấp thẻ" {
			t.Errorf("%+v", b)
		}
		d, err := h.s.BatchDetail(h.Ctx, h.keeper(), b.ID)
		must(t, err)
		if len(d.Skipped) != 1 || d.Skipped[0].ID != coal[1].ID || d.Skipped[0].Skipped != skipNoNumber || d.States[Made] != 2 {
			t.Errorf("%+v", d)
		}
		again := h.batch(t, BatchInput{Unit: h.ward})
		if again.Total != 1 || again.Made != 0 {
			t.Errorf("asked once more: %+v", again)
		}
		renewed := h.batch(t, BatchInput{Unit: h.school, Renew: true})
		if renewed.Made != 2 {
			t.Errorf("renewed: %+v", renewed)
		}
		for _, m := range school {
			if list := h.allOf(t, m.ID); len(list) != 2 || list[1].State != Valid || list[0].State != Made {
				t.Errorf("while the new card is made: %+v", list)
			}
		}
		h.countersAgree(t)
	})
}

func TestABatchForAListTellsWhyEachOfItGotNoCard(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		m := h.enrol(h.coal, 4)
		h.enrol(h.hospital, 1)
		h.batch(t, BatchInput{Unit: h.coal, Numbers: m[0].Number})
		b := h.batch(t, BatchInput{Unit: h.coal, Numbers: " " + m[2].Number + "\r\n" + m[0].Number + ";" + m[2].Number + "\nKHONGCO, " + h.roll.members[4].Number})
		d, err := h.s.BatchDetail(h.Ctx, h.keeper(), b.ID)
		must(t, err)
		why := map[string]string{}
		for _, c := range d.Skipped {
			why[c.Number] = c.Skipped
		}
		if b.Made != 1 || b.Total != 4 || why[m[0].Number] != skipWaiting || why["KHONGCO"] != skipUnknown || why[h.roll.members[4].Number] != skipUnknown {
			t.Errorf("%+v %v", b, why)
		}
		_, err = h.s.AskBatch(h.Ctx, h.keeper(), BatchInput{Unit: h.coal, Title: "Danh sách", Kind: "thuong", Numbers: " ,; \n"})
		refused(t, err, "cards.bad_list")
		_, err = h.s.AskBatch(h.Ctx, h.keeper(), BatchInput{Unit: h.coal, Kind: "vang"})
		refused(t, err, "cards.needed")
		refused(t, err, "cards.bad_kind")
		_, err = h.s.AskBatch(h.Ctx, h.keeper(), BatchInput{Unit: h.hospital, Title: "Đơn vị khác", Kind: "thuong"})
		refused(t, err, "cards.no_unit")
	})
}

func TestSerialsHaveNoGapsAndBelongToOneUnitEach(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.enrol(h.coal, 3)
		h.enrol(h.school, 2)
		h.enrol(h.hospital, 2)
		lead := holder(h.fed, 8, IssuePermission)
		lead.Tenant = h.top
		design := func(unit kernel.ID, prefix string, yearly bool) Design {
			d := standard(h.top)
			d.Unit, d.Prefix, d.Yearly, d.Valid.From = unit, prefix, yearly, day("2026-11-01")
			return d
		}
		_, err := h.s.SaveDesign(h.Ctx, lead, design(h.fed, "qn", true))
		must(t, err)
		_, err = h.s.SaveDesign(h.Ctx, lead, design(h.far, "VD", false))
		must(t, err)
		_, err = h.s.SaveDesign(h.Ctx, lead, design(h.ward, "VD", false))
		refused(t, err, "cards.prefix_taken")
		_, err = h.s.SaveDesign(h.Ctx, lead, design(h.ward, "DV", false))
		refused(t, err, "cards.prefix_taken") // the one of the standard design
		serials := func(b Batch) string {
			var out []string
			for _, c := range h.cardsIn(t, b.ID) {
				out = append(out, c.Serial)
			}
			return strings.Join(out, " ")
		}
		b := h.batch(t, BatchInput{Unit: h.ward})
		if got := serials(b); got != "QN26-000001 QN26-000002 QN26-000003 QN26-000004 QN26-000005" {
			t.Error(got)
		}
		leader := lead
		ask, err := h.s.AskBatch(h.Ctx, leader, BatchInput{Unit: h.far, Title: "Vàng Danh", Kind: "thuong"})
		must(t, err)
		must(t, h.s.RunBatches(h.Ctx))
		if got := serials(ask); got != "VD-000001 VD-000002" {
			t.Error(got)
		}
		h.Clock.SetTo("2027-01-04T09:00")
		h.enrol(h.coal, 1)
		if got := serials(h.batch(t, BatchInput{Unit: h.coal})); got != "QN27-000001" {
			t.Errorf("in the next year %s", got)
		}
		err = h.s.DB.Tx(h.Ctx, func(tx *db.Tx) error { // a transaction that fails gives its numbers back
			_, err := take(tx, h.top, Series{Prefix: "QN", Year: 2027}, 5)
			must(t, err)
			return errors.New("rolled back")
		})
		if err == nil {
			t.Fatal("the transaction was to fail")
		}
		h.enrol(h.coal, 1)
		if got := serials(h.batch(t, BatchInput{Unit: h.coal})); got != "QN27-000002" {
			t.Errorf("after a rollback %s", got)
		}
	})
}

func TestADesignHoldsFromItsDayOnAndPapersKeepTheirs(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.enrol(h.coal, 1)
		save := func(from, signer string) (Design, error) {
			d := standard(h.top)
			d.Unit, d.Prefix, d.Valid.From, d.Post, d.Signer, d.Place = h.ward, "UB", day(from), "CHỦ TỊCH", signer, "Uông Bí"
			return h.s.SaveDesign(h.Ctx, h.keeper(), d)
		}
		first, err := save("2026-01-01", "Lê Thị Thanh")
		must(t, err)
		c := h.cardsIn(t, h.batch(t, BatchInput{Unit: h.coal}).ID)[0]
		second, err := save("2026-12-01", "Phạm Văn Toàn")
		must(t, err)
		_, err = save("2026-12-01", "Hai mẫu một ngày")
		refused(t, err, "cards.design_from")
		h.Clock.SetTo("2026-12-01T08:00")
		d, err := h.s.Detail(h.Ctx, h.keeper(), c.ID)
		must(t, err)
		if d.Design.ID != first.ID || d.Design.Signer != "Lê Thị Thanh" || d.Design.Valid.To != day("2026-12-01") {
			t.Errorf("the card made before keeps %+v", d.Design)
		}
		h.enrol(h.coal, 1)
		if c := h.cardsIn(t, h.batch(t, BatchInput{Unit: h.coal}).ID)[0]; c.Design != second.ID {
			t.Errorf("the card made after has design %s", c.Design)
		}
		bad := standard(h.top)
		bad.Unit, bad.Prefix, bad.Palette, bad.LineTwo, bad.Signer, bad.Source = h.ward, "Ư1", "hồng", "", "Ai đó", ""
		_, err = h.s.SaveDesign(h.Ctx, h.keeper(), bad)
		for _, code := range []string{"cards.bad_prefix", "cards.bad_palette", "cards.needed", "cards.signer_without_post"} {
			refused(t, err, code)
		}
	})
}

func TestABatchThatIsStoppedKeepsWhatItMade(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.enrol(h.coal, chunkSize+20)
		b, err := h.s.AskBatch(h.Ctx, h.keeper(), BatchInput{Unit: h.coal, Title: "Dừng giữa chừng", Kind: "thuong"})
		must(t, err)
		must(t, h.s.begin(h.Ctx, b))
		open, err := h.s.chunk(h.Ctx, b.ID, map[kernel.ID]desk{})
		if err != nil || !open {
			t.Fatal(open, err)
		}
		refused(t, h.s.PrintPart(h.Ctx, h.keeper(), b.ID, 1, "cr80", nil), "cards.batch_open")
		stopped, err := h.s.StopBatch(h.Ctx, h.keeper(), b.ID)
		must(t, err)
		must(t, h.s.RunBatches(h.Ctx))
		if stopped.State != Cancelled || stopped.Made != chunkSize || len(h.cardsIn(t, b.ID)) != chunkSize {
			t.Errorf("%+v, %d cards", stopped, len(h.cardsIn(t, b.ID)))
		}
		_, err = h.s.StopBatch(h.Ctx, h.keeper(), b.ID)
		refused(t, err, "cards.batch_over")
		n, err := h.s.MarkBatchPrinted(h.Ctx, h.keeper(), b.ID)
		if err != nil || n != chunkSize {
			t.Errorf("%d printed, %v", n, err)
		}
		_, err = h.s.MarkBatchPrinted(h.Ctx, h.keeper(), b.ID)
		refused(t, err, "cards.nothing_to_print")
		rest := h.batch(t, BatchInput{Unit: h.coal})
		if rest.Made != 20 {
			t.Errorf("the rest: %+v", rest)
		}
		h.countersAgree(t)
	})
}

func TestTooManyMembersForOneBatchAreRefusedNotForgotten(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		b, err := h.s.AskBatch(h.Ctx, h.keeper(), BatchInput{Unit: h.coal, Title: "Rất đông", Kind: "thuong"})
		must(t, err)
		h.s.Roll = crowd{h.coal}
		must(t, h.s.RunBatches(h.Ctx))
		d, err := h.s.BatchDetail(h.Ctx, h.keeper(), b.ID)
		must(t, err)
		if d.Batch.State != Failed || d.Batch.Why != "cards.too_many_members" || d.Batch.Made != 0 {
			t.Errorf("%+v", d.Batch)
		}
	})
}

// crowd is a roll of very many members.
type crowd struct{ unit kernel.ID }

func (c crowd) Each(_ context.Context, _ kernel.ID, units []kernel.ID, _ kernel.Date, fn func(Member) error) error {
	for i := range mostMembers + 1 {
		err := fn(Member{ID: kernel.ID(1 + i), Number: fmt.Sprint(i), Name: "Mẫu", Unit: c.unit})
		if err != nil {
			return err
		}
	}
	return nil
}

func (crowd) One(context.Context, kernel.ID, kernel.ID, kernel.Date) (Member, bool, error) {
	return Member{}, false, nil
}

func (crowd) OfPerson(context.Context, kernel.ID, kernel.ID, kernel.Date) (Member, bool, error) {
	return Member{}, false, nil
}

func TestTwoHandOversOfOneListAreOneAndLeaveOneValidCardEach(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.enrol(h.coal, 20)
		h.given(t, h.coal)
		b := h.batch(t, BatchInput{Unit: h.coal, Renew: true})
		_, err := h.s.MarkBatchPrinted(h.Ctx, h.keeper(), b.ID)
		must(t, err)
		var ids []kernel.ID
		for _, c := range h.cardsIn(t, b.ID) {
			ids = append(ids, c.ID)
		}
		var all sync.WaitGroup
		for range 4 {
			all.Go(func() {
				_, err := h.s.Hand(h.Ctx, h.keeper(), ids, BySignature)
				if f := kernel.AsFault(err); err != nil && (f == nil || f.Kind != kernel.Conflict) {
					t.Error(err)
				}
			})
		}
		all.Wait()
		for _, m := range h.roll.members {
			states := map[State]int{}
			for _, c := range h.allOf(t, m.ID) {
				states[c.State]++
			}
			if states[Valid] != 1 || states[Replaced] != 1 {
				t.Errorf("%s has %v", m.Name, states)
			}
		}
		h.countersAgree(t)
		n, more, err := h.s.HandUnit(h.Ctx, h.keeper(), b.ID, h.coal)
		if n != 0 || more || err != nil {
			t.Errorf("%d left, %v %v", n, more, err)
		}
		sheet, err := h.s.Register(h.Ctx, h.keeper(), b.ID, h.coal)
		must(t, err)
		if sheet.Head.Issuer != "Công đoàn cơ sở Công ty TNHH Than Mẫu" || sheet.Head.Superior != "Công đoàn phường Uông Bí" {
			t.Errorf("%+v", sheet.Head)
		}
	})
}

func TestOverlappingBatchesGiveEveryMemberOneCard(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.enrol(h.coal, 60)
		h.enrol(h.school, 60)
		for _, unit := range []kernel.ID{h.ward, h.coal, h.school, h.ward} {
			_, err := h.s.AskBatch(h.Ctx, h.keeper(), BatchInput{Unit: unit, Title: "Cùng lúc", Kind: "thuong"})
			must(t, err)
		}
		var all sync.WaitGroup
		for range 3 { // as several processes would
			all.Go(func() {
				for range 20 {
					err := h.s.RunBatches(h.Ctx)
					if err == nil {
						return
					}
					if _, unique := db.Unique(err); !unique {
						t.Error(err)
						return
					}
				}
				t.Error("never done")
			})
		}
		all.Wait()
		h.noGaps(t, "DV26-", 120)
		for _, m := range h.roll.members {
			if n := len(h.allOf(t, m.ID)); n != 1 {
				t.Errorf("%s has %d cards", m.Name, n)
			}
		}
		h.countersAgree(t)
	})
}

// noGaps tells whether the serials of a series are 1 … n.
func (h *house) noGaps(t testing.TB, prefix string, n int) {
	t.Helper()
	var serials []string
	must(t, h.DB.Read(h.Ctx, func(tx *db.Tx) (err error) {
		serials, err = db.All(tx, func(s *string) []any { return []any{s} }, `select serial from card order by serial`)
		return err
	}))
	serials = slices.DeleteFunc(serials, func(s string) bool { return !strings.HasPrefix(s, prefix) })
	for i, s := range serials {
		if s != fmt.Sprintf("%s%06d", prefix, i+1) {
			t.Fatalf("serial %d is %s", i+1, s)
		}
	}
	if len(serials) != n {
		t.Errorf("%d cards, want %d", len(serials), n)
	}
}

const childURL = "DOANKET_CARDS_CHILD"

// TestBatchProcess is the process that the test below kills; by itself it does nothing.
func TestBatchProcess(t *testing.T) {
	url, units, ok := strings.Cut(os.Getenv(childURL), " ")
	if !ok {
		t.Skip("is started by the test of hard days")
	}
	d, err := db.Open(t.Context(), url)
	must(t, err)
	defer d.Close()
	clock := testkit.NewClock()
	ids := kernel.NewIDs(kernel.SystemClock{}, -1)
	o := outbox.New(d, ids, clock)
	s := New(Deps{DB: d, IDs: ids, Clock: clock, Audit: audit.New(ids, clock), Outbox: o, Orgs: orgs.New(orgs.Deps{DB: d, IDs: ids, Clock: clock, Audit: audit.New(ids, clock), Outbox: o}),
		Roll: rollOf(units), Key: siteKey, Base: base})
	fmt.Println("begins")
	must(t, s.RunBatches(t.Context()))
	fmt.Println("done")
}

// rollOf makes the members of hard days: the same in both processes.
func rollOf(units string) *roll {
	r := &roll{}
	for i, text := range strings.Fields(units) {
		unit, err := kernel.ParseID(text)
		if err != nil {
			panic(err)
		}
		for n := range 4000 {
			id := i*4000 + n + 1
			r.members = append(r.members, Member{ID: kernel.ID(100_000 + id), Number: fmt.Sprintf("22%08d", id), Name: fmt.Sprintf("Nguyễn Văn Mẫu %d", id), Born: 1980, Unit: unit})
		}
	}
	return r
}

// TestABatchThatIsKilledAgainAndAgainGoesOnAndTotalsHold starts the work in a process of its own and
// kills it without warning, at another moment each time.
func TestABatchThatIsKilledAgainAndAgainGoesOnAndTotalsHold(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		units := h.coal.String() + " " + h.school.String()
		h.roll.members = rollOf(units).members
		b, err := h.s.AskBatch(h.Ctx, h.keeper(), BatchInput{Unit: h.ward, Title: "Ngày khó", Kind: "thuong"})
		must(t, err)
		kills, amid := 0, 0
		for kills < 40 {
			cmd := exec.Command(os.Args[0], "-test.run", "^TestBatchProcess$", "-test.v")
			cmd.Env = append(os.Environ(), childURL+"="+h.URL+" "+units)
			out, err := cmd.StdoutPipe()
			must(t, err)
			must(t, cmd.Start())
			for said := ""; !strings.Contains(said, "begins"); {
				buf := make([]byte, 256)
				n, err := out.Read(buf)
				said += string(buf[:n])
				must(t, err)
			}
			// later and later, so that slow machines too come into the middle
			time.Sleep(time.Duration(rand.IntN(120)+25*kills) * time.Millisecond)
			_ = cmd.Process.Kill()
			_ = cmd.Wait()
			kills++
			d, err := h.s.BatchDetail(h.Ctx, h.keeper(), b.ID)
			must(t, err)
			if n := len(h.cardsIn(t, b.ID)); n != d.Batch.Made || d.Batch.Made+d.Batch.Skipped != d.Batch.Seen {
				t.Fatalf("after kill %d: %d cards, the batch says %+v", kills, n, d.Batch)
			}
			h.noGaps(t, "DV26-", d.Batch.Made)
			h.countersAgree(t)
			if d.Batch.Made > 0 && d.Batch.Open() {
				amid++
			}
			if !d.Batch.Open() {
				break
			}
		}
		must(t, h.s.RunBatches(h.Ctx))
		d, err := h.s.BatchDetail(h.Ctx, h.keeper(), b.ID)
		must(t, err)
		if d.Batch.State != Complete || d.Batch.Made != 8000 || len(h.cardsIn(t, b.ID)) != 8000 {
			t.Errorf("%+v", d.Batch)
		}
		h.noGaps(t, "DV26-", 8000)
		h.countersAgree(t)
		t.Logf("killed %d times, %d of them in the middle", kills, amid)
		if amid == 0 {
			t.Error("no kill fell into the middle: the test tests nothing")
		}
		var broken *audit.Link
		must(t, h.DB.Read(h.Ctx, func(tx *db.Tx) (err error) {
			broken, _, err = h.Audit.Verify(tx, h.top)
			return err
		}))
		if broken != nil {
			t.Errorf("the journal is broken: %+v", broken)
		}
	})
}
