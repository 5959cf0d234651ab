package web

import (
	"bytes"
	"io"
	"net/http"
	"sync"
	"time"

	"doanket/kernel"
)

// Live (cập nhật tại chỗ) tells open pages that something they show has changed. It carries no
// data: a page that hears its topic asks for itself again with the reader's own rights. One client
// costs a connection, a goroutine and one pending flag, so ten thousand fit a small machine.
type Live struct {
	mu      sync.Mutex
	waiting map[string]map[*listener]struct{}
	beat    time.Duration
}

// listener is one open page. A pending flag instead of a queue: hearing "changed" twice is once.
type listener struct{ wake chan struct{} }

// NewLive makes a hub; every beat a comment keeps the connection from being cut on its way.
func NewLive(beat time.Duration) *Live {
	return &Live{waiting: map[string]map[*listener]struct{}{}, beat: beat}
}

// Changed wakes everybody who listens to a topic.
func (l *Live) Changed(topic string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for c := range l.waiting[topic] {
		select {
		case c.wake <- struct{}{}:
		default:
		}
	}
}

// Listeners is the number of open pages.
func (l *Live) Listeners() int {
	l.mu.Lock()
	defer l.mu.Unlock()
	n := 0
	for _, set := range l.waiting {
		n += len(set)
	}
	return n
}

func (l *Live) join(topic string) *listener {
	c := &listener{wake: make(chan struct{}, 1)}
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.waiting[topic] == nil {
		l.waiting[topic] = map[*listener]struct{}{}
	}
	l.waiting[topic][c] = struct{}{}
	return c
}

func (l *Live) leave(topic string, c *listener) {
	l.mu.Lock()
	defer l.mu.Unlock()
	delete(l.waiting[topic], c)
	if len(l.waiting[topic]) == 0 {
		delete(l.waiting, topic)
	}
}

// Route serves the hub as server-sent events. Everybody signed in hears of her own tenant only: a
// topic is "tenant", and what changed is not said.
func (l *Live) Route(pattern string) Route {
	return Route{Pattern: pattern, Access: SignedIn, Stream: true, Note: "báo cho trang đang mở biết có thay đổi",
		Handle: func(c *Ctx) error { return l.stream(c, c.Actor.Tenant) }}
}

// stream takes the connection out of the server's hands, so that what a request needed (its stack, its
// buffers, the session) is given back while the page only listens. A server that does not give its
// connection away is kept waiting instead.
func (l *Live) stream(c *Ctx, tenant kernel.ID) error {
	h := c.W.Header()
	h.Set("Content-Type", "text/event-stream; charset=utf-8")
	h.Set("Cache-Control", "no-store")
	h.Set("X-Accel-Buffering", "no")
	topic := tenant.String()
	out := http.NewResponseController(c.W)
	conn, _, err := out.Hijack()
	if err != nil {
		c.W.WriteHeader(http.StatusOK)
		l.speak(topic, c.R.Context().Done(), func(text string) error {
			_, err := io.WriteString(c.W, text)
			if err != nil {
				return err
			}
			return out.Flush()
		})
		return nil // the page is gone: nothing to tell
	}
	var head bytes.Buffer
	head.WriteString("HTTP/1.1 200 OK\r\nConnection: close\r\n")
	_ = h.Write(&head) // a buffer takes everything
	head.WriteString("\r\n")
	_ = conn.SetDeadline(time.Time{})
	_, err = conn.Write(head.Bytes())
	if err != nil {
		_ = conn.Close()
		return nil
	}
	go func() {
		defer conn.Close()
		l.speak(topic, nil, func(text string) error {
			err := conn.SetWriteDeadline(kernel.SystemClock{}.Now().Time().Add(slowest))
			if err == nil {
				_, err = io.WriteString(conn, text)
			}
			return err
		})
	}()
	return nil
}

// slowest is how long a page may take to read one line.
const slowest = 10 * time.Second

// speak tells one page of changes until it is gone, which shows when it is spoken to.
func (l *Live) speak(topic string, gone <-chan struct{}, say func(string) error) {
	me := l.join(topic)
	defer l.leave(topic, me)
	beat := time.NewTicker(l.beat)
	defer beat.Stop()
	for text := "retry: 5000\n\n"; say(text) == nil; {
		select {
		case <-gone:
			return
		case <-me.wake:
			text = "event: changed\ndata: 1\n\n"
		case <-beat.C:
			text = ": ·\n\n"
		}
	}
}
