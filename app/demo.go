package app

import (
	"container/heap"
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"sync"
	"time"

	"doanket/internal/db"
	"doanket/kernel"
	"doanket/seed"
	"doanket/services/dossiers"
)

// storyClock is the time of the story while it is played.
type storyClock struct {
	mu sync.Mutex
	at kernel.Instant
}

func (c *storyClock) Now() kernel.Instant {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.at
}

func (c *storyClock) set(at kernel.Instant) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.at = at
}

// story lives invented dossiers through, command by command, in the order of their time.
type story struct {
	a        *App
	clock    *storyClock
	r        *rand.Rand
	calendar *kernel.Calendar
	end      kernel.Instant
	queue    scenes
	actors   map[string]kernel.Actor
	scanned  dossiers.File
}

// scene is one thing that happens; it may lead to the next.
type scene struct {
	at  kernel.Instant
	seq int
	do  func(ctx context.Context) error
}

type scenes []scene

func (q scenes) Len() int { return len(q) }
func (q scenes) Less(i, j int) bool {
	if c := q[i].at.Compare(q[j].at); c != 0 {
		return c < 0
	}
	return q[i].seq < q[j].seq
}
func (q scenes) Swap(i, j int) { q[i], q[j] = q[j], q[i] }
func (q *scenes) Push(x any)   { *q = append(*q, x.(scene)) }
func (q *scenes) Pop() any {
	old := *q
	x := old[len(old)-1]
	*q = old[:len(old)-1]
	return x
}

// seedLived plays dossiers over the last three months.
func (a *App) seedLived(ctx context.Context, o SeedOptions) error {
	start := o.Now.Date().AddDays(-91)
	clock := &storyClock{at: start.Start()}
	cfg := a.cfg
	cfg.Node = 1022
	b, err := Open(ctx, cfg, WithClock(clock), WithLog(a.log))
	if err != nil {
		return err
	}
	defer b.Close()
	s := &story{a: b, clock: clock, r: rand.New(rand.NewPCG(2026, 7)), calendar: kernel.VietnamCalendar(), end: o.Now, actors: map[string]kernel.Actor{}}
	for i := range o.Size {
		s.begin(i, start, o)
	}
	for done := 0; s.queue.Len() > 0; done++ {
		next := heap.Pop(&s.queue).(scene)
		if next.at.After(s.end) {
			continue
		}
		clock.set(next.at)
		err := next.do(ctx)
		if err != nil {
			return fmt.Errorf("story at %s: %w", kernel.FormatInstant(next.at), err)
		}
		if done%500 == 499 {
			fmt.Fprintf(o.Progress, "Hồ sơ mẫu: đến %s\n", kernel.FormatDate(next.at.Date()))
		}
	}
	clock.set(o.Now)
	err = b.dossiers.Warn(ctx)
	if err != nil {
		return err
	}
	return b.outbox.Drain(ctx)
}

func (s *story) later(at kernel.Instant, do func(ctx context.Context) error) {
	heap.Push(&s.queue, scene{at: at, seq: s.queue.Len() + int(at.Millis()%1000)*1000, do: do})
}

// work is a moment of office time after a span of office time.
func (s *story) work(from kernel.Instant, span time.Duration) kernel.Instant {
	return s.calendar.Advance(s.calendar.Opening(from), max(span, time.Minute), false)
}

func (s *story) actor(ctx context.Context, login string) (kernel.Actor, error) {
	if a, ok := s.actors[login]; ok {
		return a, nil
	}
	a, err := s.a.people.Actor(ctx, seed.AccountID(login))
	if err == nil {
		s.actors[login] = a
	}
	return a, err
}

// plan is how one invented dossier goes.
type plan struct {
	n          int
	play       seed.Play
	applicant  seed.Applicant
	online     bool
	pace       float64 // of the limit: above 1 it will be late
	supplement bool
	refuse     bool
	withdraw   bool
	stop       bool
	id         kernel.ID
	steps      int
}

func (s *story) begin(i int, start kernel.Date, o SeedOptions) {
	p := &plan{n: i, play: seed.Plays[s.r.IntN(len(seed.Plays))], applicant: seed.ApplicantNo(i)}
	if roll := seed.RollOf(p.play.Unit); len(roll) > 0 && i%4 != 0 && p.play.Procedure != "CD-02" { // union procedures but that of admission are for members; now and then somebody is not in the register
		m := roll[i*7%len(roll)]
		p.applicant = seed.Applicant{Name: m.Name, Identity: m.Identity, Phone: m.Phone, Address: m.Address}
	}
	days := start.DaysUntil(o.Now.Date())
	day := start.AddDays(int(float64(days) * (1 - s.r.Float64()*s.r.Float64()))) // more of late
	for !s.calendar.Working(day) || !day.Before(o.Now.Date()) {
		day = day.AddDays(-1)
	}
	p.online = s.r.IntN(100) < 55
	p.pace = 0.25 + s.r.Float64()*0.65
	switch x := s.r.IntN(100); {
	case x < 5:
		p.pace = 1.1 + s.r.Float64()*0.5
	case x < 14:
		p.supplement = true
	case x < 17:
		p.refuse = true
	case x < 20:
		p.withdraw = true
	case x < 22:
		p.stop = true
	}
	minute := 480 + s.r.IntN(230)
	if s.r.IntN(2) == 0 {
		minute = 815 + s.r.IntN(220)
	}
	at := day.Clock(0, 0).Add(time.Duration(minute)*time.Minute + time.Duration(s.r.IntN(60))*time.Second)
	if p.online {
		at = at.Add(time.Duration(s.r.IntN(10)-4) * time.Hour) // at home too
	}
	s.later(at, func(ctx context.Context) error { return s.file(ctx, p) })
}

// file hands the dossier in, online or at the desk.
func (s *story) file(ctx context.Context, p *plan) error {
	if (p.online && p.play.Online == "") || p.play.Desk == "" {
		p.online = !p.online
	}
	v, err := s.a.procedures.Current(ctx, seed.Tenant(), p.play.Procedure, s.clock.at.Date())
	if err != nil {
		return fmt.Errorf("procedure %s: %w", p.play.Procedure, err)
	}
	answers := map[string]any{}
	for _, e := range v.Def.Examples {
		if len(e.Answers) > 0 {
			written, err := kernel.ParseInstant(e.Received)
			if err != nil {
				return err
			}
			answers = seed.Dress(e.Answers, p.applicant, written.Date().DaysUntil(s.clock.at.Date()))
			break
		}
	}
	text, err := json.Marshal(answers)
	if err != nil {
		return err
	}
	in := dossiers.FilingInput{Procedure: p.play.Procedure, Received: seed.UnitID(p.play.Unit), Answers: text, Summary: v.Def.Name, ReturnBy: dossiers.Desk,
		Applicant: dossiers.Party{Kind: "person", Name: p.applicant.Name, Identity: p.applicant.Identity, Phone: p.applicant.Phone, Address: p.applicant.Address}}
	channel := dossiers.Desk
	if p.online {
		channel = dossiers.Online
	}
	in.Version = v.ID
	terms, err := book{s.a}.Terms(ctx, dossiers.TermsAsk{Tenant: seed.Tenant(), Version: v.ID, Channel: channel, Received: in.Received, Answers: text, On: s.clock.at})
	if err != nil {
		return err
	}
	file, err := s.scan(ctx)
	if err != nil {
		return err
	}
	for _, t := range terms.Papers {
		if t.FromForm || t.Held != "" || !t.Required {
			continue
		}
		paper := dossiers.Paper{Key: t.Key, Name: t.Name}
		if p.online {
			paper.Files = []dossiers.File{file}
		} else {
			paper.Originals, paper.Certified, paper.Copies = t.Originals, t.Certified, t.Copies
		}
		in.Papers = append(in.Papers, paper)
	}
	if p.online {
		return s.fileOnline(ctx, p, in)
	}
	clerk, err := s.actor(ctx, p.play.Desk)
	if err != nil {
		return err
	}
	got, err := s.a.dossiers.FileAtDesk(ctx, clerk, dossiers.DeskInput{Once: dossiers.Once{Request: fmt.Sprintf("seed:%d", p.n)}, FilingInput: in, AcceptNow: !p.refuse})
	if err != nil {
		return fmt.Errorf("filing %s at the desk: %w", p.play.Procedure, err)
	}
	p.id = got.ID
	return s.goOn(ctx, p)
}

func (s *story) fileOnline(ctx context.Context, p *plan, in dossiers.FilingInput) error {
	who, err := s.actor(ctx, p.play.Online)
	if err != nil {
		return err
	}
	if p.applicant.Name != who.Name { // she files for somebody else, with a written authorisation
		in.Filer = &dossiers.Party{Kind: "person", Name: who.Name, Email: p.play.Online + "@vidu.example"}
		in.Authorisation = "Giấy uỷ quyền mẫu"
	}
	draft, err := s.a.dossiers.StartDraft(ctx, who, in.Procedure, in)
	if err != nil {
		return err
	}
	got, err := s.a.dossiers.Submit(ctx, who, draft.ID, dossiers.Once{Request: fmt.Sprintf("seed:%d", p.n)})
	if err != nil {
		return fmt.Errorf("filing %s online: %w", p.play.Procedure, err)
	}
	p.id = got.ID
	return s.goOn(ctx, p)
}

// scan is the one sample file that stands for every uploaded paper.
func (s *story) scan(ctx context.Context) (dossiers.File, error) {
	if s.scanned.SHA256 != "" {
		return s.scanned, nil
	}
	text, err := s.a.samplePaper()
	if err != nil {
		return dossiers.File{}, err
	}
	kept, err := s.a.files.Put(ctx, text, 1<<20)
	if err != nil {
		return dossiers.File{}, err
	}
	s.scanned = dossiers.File{SHA256: kept.SHA256, Name: "giay-to-mau.pdf", Type: "application/pdf", Size: kept.Size}
	return s.scanned, nil
}

// goOn looks where the dossier stands and plans the next deed.
func (s *story) goOn(ctx context.Context, p *plan) error {
	d, err := s.load(ctx, p.id)
	if err != nil || !d.State.Open() || p.steps > 20 {
		return err
	}
	p.steps++
	span := s.span(d, p)
	at := s.work(s.clock.at, span)
	s.later(at, func(ctx context.Context) error {
		err := s.act(ctx, p)
		if err != nil {
			return fmt.Errorf("%s %s: %w", d.Procedure.Code, d.Reference(), err)
		}
		return s.goOn(ctx, p)
	})
	return nil
}

// span is how long the next deed takes: the pace of the plan over about five deeds.
func (s *story) span(d dossiers.Dossier, p *plan) time.Duration {
	whole := 8 * time.Hour
	if !d.Clock.Due.IsZero() && !d.ReceivedAt.IsZero() {
		whole = max(s.calendar.WorkTime(d.ReceivedAt, d.Clock.Due), time.Hour)
	}
	switch d.State {
	case dossiers.Submitted:
		return time.Duration(20+s.r.IntN(150)) * time.Minute
	case dossiers.AwaitingSupplement:
		if s.clock.at.After(s.end.Add(-30 * 24 * time.Hour)) {
			return time.Duration(80+s.r.IntN(200)) * time.Hour // of late many still wait
		}
		return time.Duration(2+s.r.IntN(14)) * time.Hour
	case dossiers.AwaitingPayment:
		if s.clock.at.After(s.end.Add(-12 * 24 * time.Hour)) {
			return time.Duration(40+s.r.IntN(60)) * time.Hour
		}
		return time.Duration(1+s.r.IntN(6)) * time.Hour
	case dossiers.Decided:
		return time.Duration(1+s.r.IntN(20)) * time.Hour
	case dossiers.Stopped:
		return 400 * time.Hour
	}
	return time.Duration(float64(whole) * p.pace / 4 * (0.6 + s.r.Float64()*0.8))
}

func (s *story) load(ctx context.Context, id kernel.ID) (dossiers.Dossier, error) {
	var d dossiers.Dossier
	err := s.a.db.Read(ctx, func(tx *db.Tx) error {
		var err error
		d, err = s.a.dossiers.Load(tx, seed.Tenant(), id)
		return err
	})
	return d, err
}
