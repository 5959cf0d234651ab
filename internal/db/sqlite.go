package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"regexp"
	"time"

	_ "modernc.org/sqlite" // registers the driver
)

const (
	readers      = 8
	stmtsPerConn = 400
	writerWait   = 30 * time.Second
)

// What the writer keeps of changed pages in memory, in KB: usually, and for a transaction that changes a
// great part of the file. It is given back step by step: all connections share one lock on their pages, and
// whoever reads waits while a step is freed.
const (
	usualCache = 32_000
	roomyCache = 400_000
	cacheStep  = 2_000
	cachePause = 4 * time.Millisecond // between steps, in which others take what they wait for
)

// lite is an SQLite file: one connection that writes and a few that read. Connections are held
// directly, each with its prepared statements, because preparing costs more than running here.
type lite struct {
	file   string
	handle [2]*sql.DB // reading, writing
	writer chan *liteConn
	reader chan *liteConn // nil stands for one that is not open yet
}

type liteConn struct {
	c     *sql.Conn
	stmts map[string]*sql.Stmt
}

func liteURL(file string, write bool) string {
	v := url.Values{}
	// Each connection maps the file for itself: what is mapped counts as memory of the process, once for each.
	for _, p := range []string{"busy_timeout(10000)", "synchronous(full)", "foreign_keys(on)",
		"temp_store(memory)", "mmap_size(67108864)", "journal_size_limit(67108864)"} {
		v.Add("_pragma", p)
	}
	if write {
		v.Add("_pragma", "journal_mode(wal)") // kept in the file, so readers find it
		v.Add("_pragma", fmt.Sprintf("cache_size(-%d)", usualCache))
		// The pages that filing changes are mostly the same ones: a log of 32 MB writes each of them back an eighth
		// as often as the usual one of 4 MB, and fewer people wait for that.
		v.Add("_pragma", "wal_autocheckpoint(8000)")
		v.Set("_txlock", "immediate")
	} else {
		v.Add("_pragma", "cache_size(-8000)")
		v.Add("_pragma", "query_only(on)")
	}
	return (&url.URL{Scheme: "file", Opaque: (&url.URL{Path: file}).EscapedPath(), RawQuery: v.Encode()}).String()
}

func openLite(ctx context.Context, file string) (*lite, error) {
	if file == "" || file == ":memory:" {
		return nil, errors.New("db: SQLite needs a file name, as in sqlite:./data/doanket.db")
	}
	l := &lite{file: file, writer: make(chan *liteConn, 1), reader: make(chan *liteConn, readers)}
	for i, write := range []bool{false, true} {
		h, err := sql.Open("sqlite", liteURL(file, write))
		if err != nil {
			return nil, err
		}
		l.handle[i] = h
	}
	w, err := l.connect(ctx, true)
	if err != nil {
		return nil, errors.Join(err, l.handle[0].Close(), l.handle[1].Close())
	}
	l.writer <- w
	for range readers {
		l.reader <- nil
	}
	return l, nil
}

func (l *lite) connect(ctx context.Context, write bool) (*liteConn, error) {
	h := l.handle[0]
	if write {
		h = l.handle[1]
	}
	c, err := h.Conn(context.WithoutCancel(ctx))
	for try := 1; err != nil && retryable(err) && try < maxTries; try++ { // another process is just making the file
		time.Sleep(longWait)
		c, err = h.Conn(context.WithoutCancel(ctx))
	}
	if err != nil {
		return nil, err
	}
	return &liteConn{c: c, stmts: map[string]*sql.Stmt{}}, nil
}

func (l *lite) close() error {
	var errs []error
	shut := func(c *liteConn) {
		if c != nil {
			errs = append(errs, c.close())
		}
	}
	shut(<-l.writer)
	for range cap(l.reader) {
		shut(<-l.reader)
	}
	return errors.Join(append(errs, l.handle[0].Close(), l.handle[1].Close())...)
}

func (c *liteConn) close() error {
	for _, s := range c.stmts {
		_ = s.Close()
	}
	return c.c.Close()
}

// limitMark is a limit that is given with each call. SQLite plans a statement anew whenever such a mark is
// set, which costs more than a page of a list; behind a sign it takes the mark for what it is, a number
// that does not change the plan.
var limitMark = regexp.MustCompile(`\blimit (\$\d+)`)

func (c *liteConn) stmt(ctx context.Context, q string) (*sql.Stmt, error) {
	s, ok := c.stmts[q]
	if ok {
		return s, nil
	}
	s, err := c.c.PrepareContext(ctx, limitMark.ReplaceAllString(q, "limit +$1"))
	if err != nil {
		return nil, err
	}
	if len(c.stmts) >= stmtsPerConn { // lists with many filters make many texts: begin afresh now and then
		for _, old := range c.stmts {
			_ = old.Close()
		}
		clear(c.stmts)
	}
	c.stmts[q] = s
	return s, nil
}

// liteTx is a running SQLite transaction.
type liteTx struct {
	conn  *liteConn
	lite  *lite
	write bool
	roomy bool
}

func (l *lite) begin(ctx context.Context, write bool) (runner, error) {
	t := &liteTx{lite: l, write: write}
	pool, start := l.reader, "begin"
	if write {
		pool, start = l.writer, "begin immediate"
	}
	select {
	case t.conn = <-pool:
	default:
		timer := time.NewTimer(writerWait)
		defer timer.Stop()
		select {
		case t.conn = <-pool:
		case <-ctx.Done():
			return nil, ctx.Err()
		case <-timer.C:
			return nil, errBusy
		}
	}
	var err error
	if t.conn == nil {
		t.conn, err = l.connect(ctx, write)
	}
	if err == nil {
		_, err = t.exec(ctx, start, nil)
	}
	if err != nil {
		t.free(false)
		return nil, err
	}
	return t, nil
}

// free gives the connection back, or a token for a new one when it cannot be trusted.
func (t *liteTx) free(keep bool) {
	if t.roomy && keep {
		keep = t.giveBack() == nil
	}
	if t.conn != nil && !keep {
		_ = t.conn.close()
		t.conn = nil
	}
	if t.write {
		t.lite.writer <- t.conn
	} else {
		t.lite.reader <- t.conn
	}
}

// scope lets a slow read be interrupted; a write is short, and watching its context costs more than it.
func (t *liteTx) scope(ctx context.Context) context.Context {
	if t.write {
		return context.WithoutCancel(ctx)
	}
	return ctx
}

func (t *liteTx) query(ctx context.Context, q string, args []any) (*sql.Rows, error) {
	s, err := t.conn.stmt(t.scope(ctx), q)
	if err != nil {
		return nil, err
	}
	return s.QueryContext(t.scope(ctx), args...)
}

func (t *liteTx) exec(ctx context.Context, q string, args []any) (sql.Result, error) {
	s, err := t.conn.stmt(t.scope(ctx), q)
	if err != nil {
		return nil, err
	}
	return s.ExecContext(t.scope(ctx), args...)
}

// later runs at once: there is no journey to save.
func (t *liteTx) later(ctx context.Context, q string, args []any) error {
	_, err := t.exec(ctx, q, args)
	return err
}

func (t *liteTx) room(ctx context.Context) error {
	t.roomy = true
	return t.cache(ctx, roomyCache)
}

func (t *liteTx) giveBack() error {
	var err error
	for kb := roomyCache - cacheStep; err == nil && kb >= usualCache; kb -= cacheStep {
		err = t.cache(context.Background(), kb)
		time.Sleep(cachePause)
	}
	return err
}

// cache is run without being kept prepared: its text is another one each time.
func (t *liteTx) cache(ctx context.Context, kb int) error {
	_, err := t.conn.c.ExecContext(ctx, fmt.Sprintf("pragma cache_size = -%d", kb))
	return err
}

func (t *liteTx) raw(_ context.Context, fn func(any) error) error { return t.conn.c.Raw(fn) }

func (t *liteTx) commit(ctx context.Context) error {
	_, err := t.exec(context.WithoutCancel(ctx), "commit", nil)
	if err != nil {
		return errors.Join(err, t.rollback())
	}
	t.free(true)
	return nil
}

func (t *liteTx) rollback() error {
	_, err := t.exec(context.Background(), "rollback", nil)
	// SQLite has rolled back by itself after a full disk or an interrupt; a fresh connection is safe in any case.
	t.free(err == nil)
	return nil
}
