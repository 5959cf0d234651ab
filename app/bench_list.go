package app

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"sync"
	"time"

	"doanket/seed"
)

const listPath = "/ho-so?xem=tat-ca"

// front is a site that answers on a port of its own, and somebody signed in.
type front struct {
	base   string
	cookie *http.Cookie
	client *http.Client
	close  func()
}

// serve answers over loopback.
func serve(ctx context.Context, h http.Handler) (string, func(), error) {
	l, err := (&net.ListenConfig{}).Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return "", nil, err
	}
	srv := &http.Server{Handler: h, ReadHeaderTimeout: 10 * time.Second}
	go func() { _ = srv.Serve(l) }()
	return "http://" + l.Addr().String(), func() { _ = srv.Close() }, nil
}

func (b *bench) front(ctx context.Context, a *App, login string) (*front, error) {
	cookie, err := a.web.SignInAs(ctx, seed.AccountID(login))
	if err != nil {
		return nil, err
	}
	base, shut, err := serve(ctx, a.web)
	if err != nil {
		return nil, err
	}
	client := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 64, DisableCompression: true}}
	return &front{base: base, cookie: cookie, client: client, close: shut}, nil
}

// get reads one page; buf takes it.
func (f *front) get(ctx context.Context, url string, buf *bytes.Buffer) error {
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		return err
	}
	r.AddCookie(f.cookie)
	resp, err := f.client.Do(r)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	buf.Reset()
	_, err = buf.ReadFrom(resp.Body)
	if err == nil && resp.StatusCode != http.StatusOK {
		err = fmt.Errorf("%s: %s", url, resp.Status)
	}
	return err
}

// load asks for one address with several clients for a while.
func (f *front) load(ctx context.Context, url string, clients int, span time.Duration) (n int, took []time.Duration, err error) {
	var mu sync.Mutex
	var group sync.WaitGroup
	watch := stopwatch()
	for range clients {
		group.Go(func() {
			var mine []time.Duration
			var buf bytes.Buffer
			for watch() < span {
				one := watch()
				e := f.get(ctx, url, &buf)
				mine = append(mine, watch()-one)
				if e != nil {
					mu.Lock()
					err = e
					mu.Unlock()
					return
				}
			}
			mu.Lock()
			defer mu.Unlock()
			took = append(took, mine...)
		})
	}
	group.Wait()
	return len(took), took, err
}

// listPage compares a scoped list of 50 rows with a bare handler that runs the statements of the same
// request and writes the same bytes.
func (b *bench) listPage(ctx context.Context) error {
	cfg, _, err := b.site(ctx, b.Size, "")
	if err != nil {
		return err
	}
	a, err := b.open(ctx, cfg)
	if err != nil {
		return err
	}
	defer a.Close()
	f, err := b.front(ctx, a, "lan")
	if err != nil {
		return err
	}
	defer f.close()
	var page bytes.Buffer
	for range 20 { // warm
		err = f.get(ctx, f.base+listPath, &page)
		if err != nil {
			return err
		}
	}
	tape, err := a.db.Record(ctx, func() error { return f.get(ctx, f.base+listPath, &page) })
	if err != nil {
		return err
	}
	fmt.Fprintf(b.Log, "  %d statements, %d bytes\n", tape.Statements(), page.Len())
	for range 2 { // the second time is warm
		fmt.Fprintln(b.Log)
		err = tape.Timed(ctx, stopwatch(), func(q string, took time.Duration) {
			fmt.Fprintf(b.Log, "  %8.2f ms  %.110q\n", float64(took.Microseconds())/1000, q)
		})
		if err != nil {
			return err
		}
	}
	text := bytes.Clone(page.Bytes())
	bare, shut, err := serve(ctx, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if e := tape.Play(r.Context()); e != nil {
			http.Error(w, e.Error(), http.StatusInternalServerError)
			return
		}
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		_, _ = io.Copy(w, bytes.NewReader(text))
	}))
	if err != nil {
		return err
	}
	defer shut()
	const rounds, span = 4, 3 * time.Second
	var ours, base int
	var all []time.Duration
	for range rounds { // in turns, so that what else the machine does hits both
		n, took, err := f.load(ctx, f.base+listPath, 8, span)
		if err != nil {
			return err
		}
		ours, all = ours+n, append(all, took...)
		n, _, err = f.load(ctx, bare, 8, span)
		if err != nil {
			return err
		}
		base += n
	}
	total := (rounds * span).Seconds()
	return b.row(Measured{Name: "list_page_1m_sqlite", Ours: float64(ours) / total, Base: float64(base) / total, P99: percentile(all, 99)})
}
