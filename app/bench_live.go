package app

import (
	"bufio"
	"context"
	"fmt"
	"net"
	"strings"
	"sync"
	"time"

	"doanket/seed"
)

const liveClients = 10000

// liveClients opens ten thousand pages that listen for changes, lets a dossier be filed by another
// process, and measures what the server holds and when the last page has heard.
func (b *bench) liveClients(ctx context.Context) error {
	cfg, _, err := b.site(ctx, 300, "")
	if err != nil {
		return err
	}
	a, err := b.open(ctx, cfg)
	if err != nil {
		return err
	}
	defer a.Close()
	c, _, err := b.spawn(ctx, a.cfg)
	if err != nil {
		return err
	}
	defer c.stop()
	cookie, err := a.web.SignInAs(ctx, seed.AccountID("lan"))
	if err != nil {
		return err
	}
	_, port, _ := strings.Cut(strings.TrimPrefix(c.base, "http://"), ":")
	e := &ears{heard: make(chan time.Duration, 2*liveClients), watch: stopwatch()}
	defer e.close()
	ask := "GET /truc-tiep HTTP/1.1\r\nHost: 127.0.0.1:" + port + "\r\nAccept: text/event-stream\r\nCookie: " + cookie.Name + "=" + cookie.Value + "\r\n\r\n"
	err = e.open(ctx, liveClients, port, ask)
	if err != nil {
		return err
	}
	fmt.Fprintf(b.Log, "  %d clients after %s\n", liveClients, e.watch().Round(time.Millisecond))
	time.Sleep(10 * time.Second)
	for len(e.heard) > 0 {
		<-e.heard
	}
	clerk, err := a.people.Actor(ctx, seed.AccountID("lan"))
	if err != nil {
		return err
	}
	in, err := a.deskFiling(ctx, "2.000815")
	if err != nil {
		return err
	}
	in.Request = "bench:" + a.ids.New().String()
	_, err = a.dossiers.FileAtDesk(ctx, clerk, in)
	if err != nil {
		return err
	}
	from := e.watch()
	var took []time.Duration
	limit := time.After(20 * time.Second)
	for len(took) < liveClients {
		select {
		case at := <-e.heard:
			took = append(took, at-from)
		case <-limit:
			return fmt.Errorf("%d of %d clients heard", len(took), liveClients)
		}
	}
	own, err := c.memory()
	if err != nil {
		return err
	}
	mb, err := c.resident()
	if err != nil {
		return err
	}
	fmt.Fprintf(b.Log, "  all heard after %.0f ms, half after %.0f ms; %.0f MB, of them %.0f of its own\n", percentile(took, 100), percentile(took, 50), mb, own)
	return b.row(Measured{Name: "live_clients_10k_mb", Ours: mb, Base: 300, P99: percentile(took, 99)})
}

// ears are open connections that listen.
type ears struct {
	mu    sync.Mutex
	conns []net.Conn
	heard chan time.Duration
	watch func() time.Duration
}

func (e *ears) close() {
	e.mu.Lock()
	defer e.mu.Unlock()
	for _, c := range e.conns {
		_ = c.Close()
	}
}

// open connects all, some at a time, to two addresses in turn: one alone may run out of ports.
func (e *ears) open(ctx context.Context, n int, port, ask string) error {
	var group sync.WaitGroup
	var mu sync.Mutex
	var bad error
	turns := make(chan int)
	for range 32 {
		group.Go(func() {
			for i := range turns {
				err := e.one(ctx, fmt.Sprintf("127.0.0.%d:%s", 1+i%2, port), ask)
				if err != nil {
					mu.Lock()
					bad = err
					mu.Unlock()
				}
			}
		})
	}
	for i := range n {
		turns <- i
	}
	close(turns)
	group.Wait()
	return bad
}

// one connects, waits for the first words of the stream, and goes on listening.
func (e *ears) one(ctx context.Context, address, ask string) error {
	conn, err := (&net.Dialer{Timeout: 10 * time.Second}).DialContext(ctx, "tcp", address)
	if err != nil {
		return err
	}
	e.mu.Lock()
	e.conns = append(e.conns, conn)
	e.mu.Unlock()
	_, err = conn.Write([]byte(ask))
	if err != nil {
		return err
	}
	r := bufio.NewReaderSize(conn, 512)
	for {
		line, err := r.ReadString('\n')
		if err != nil {
			return err
		}
		if strings.HasPrefix(line, "HTTP/1.1 ") && !strings.Contains(line, "200") {
			return fmt.Errorf("live: %s", strings.TrimSpace(line))
		}
		if strings.HasPrefix(line, "retry:") {
			break
		}
	}
	go func() {
		for {
			line, err := r.ReadString('\n')
			if err != nil {
				return
			}
			if strings.HasPrefix(line, "event: changed") {
				e.heard <- e.watch()
			}
		}
	}()
	return nil
}
