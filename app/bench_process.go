package app

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// child is this program serving a site in a process of its own.
type child struct {
	cmd  *exec.Cmd
	base string
}

// freePort finds a port that nobody listens on.
func freePort(ctx context.Context) (string, error) {
	l, err := (&net.ListenConfig{}).Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	defer l.Close()
	_, port, err := net.SplitHostPort(l.Addr().String())
	return port, err
}

// spawn starts a child and gives the time until it is ready.
func (b *bench) spawn(ctx context.Context, cfg Config) (*child, time.Duration, error) {
	program, err := os.Executable()
	if err != nil {
		return nil, 0, err
	}
	port, err := freePort(ctx)
	if err != nil {
		return nil, 0, err
	}
	cmd := exec.CommandContext(ctx, program, "serve")
	cmd.Env = append(os.Environ(), "DOANKET_DATA="+cfg.Data, "DOANKET_DB="+cfg.DB, "DOANKET_ADDR=0.0.0.0:"+port, "DOANKET_URL=http://127.0.0.1:"+port,
		"DOANKET_NO_LIMITS=true", "DOANKET_PROFILE=demo")
	var said bytes.Buffer
	cmd.Stderr = &limited{w: &said, left: 4096}
	watch := stopwatch()
	err = cmd.Start()
	if err != nil {
		return nil, 0, err
	}
	c := &child{cmd: cmd, base: "http://127.0.0.1:" + port}
	client := &http.Client{Timeout: time.Second}
	for watch() < 60*time.Second {
		r, err := http.NewRequestWithContext(ctx, http.MethodGet, c.base+"/san-sang", nil)
		if err != nil {
			return nil, 0, err
		}
		resp, err := client.Do(r)
		if err == nil {
			_ = resp.Body.Close()
			if resp.StatusCode == http.StatusOK {
				return c, watch(), nil
			}
		}
		time.Sleep(5 * time.Millisecond)
	}
	c.stop()
	return nil, 0, fmt.Errorf("the server did not become ready: %s", said.String())
}

// limited keeps the first words of a log.
type limited struct {
	w    io.Writer
	left int
}

func (l *limited) Write(p []byte) (int, error) {
	n := min(len(p), l.left)
	l.left -= n
	_, err := l.w.Write(p[:n])
	return len(p), err
}

func (c *child) stop() {
	_ = c.cmd.Process.Signal(os.Interrupt)
	done := time.AfterFunc(20*time.Second, func() { _ = c.cmd.Process.Kill() })
	_ = c.cmd.Wait()
	done.Stop()
}

// memory is what the process holds of its own, in MB: pages of the database file that the system
// keeps in its cache are not counted, they are given back when somebody else needs them.
func (c *child) memory() (float64, error) {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", c.cmd.Process.Pid))
	if err != nil {
		return 0, err
	}
	for line := range strings.Lines(string(text)) {
		if rest, ok := strings.CutPrefix(line, "RssAnon:"); ok {
			kb, err := strconv.ParseFloat(strings.Fields(rest)[0], 64)
			return kb / 1024, err
		}
	}
	return 0, fmt.Errorf("no RssAnon in /proc/%d/status", c.cmd.Process.Pid)
}

// resident is all that the process holds, file pages too, in MB.
func (c *child) resident() (float64, error) {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/statm", c.cmd.Process.Pid))
	if err != nil {
		return 0, err
	}
	pages, err := strconv.ParseFloat(strings.Fields(string(text))[1], 64)
	return pages * float64(os.Getpagesize()) / (1 << 20), err
}

func (b *bench) start(ctx context.Context) error {
	cfg, _, err := b.site(ctx, b.Size, "")
	if err != nil {
		return err
	}
	var took []time.Duration
	for range 5 {
		c, t, err := b.spawn(ctx, cfg)
		if err != nil {
			return err
		}
		c.stop()
		took = append(took, t)
	}
	return b.row(Measured{Name: "start_ms", Ours: percentile(took, 50), Base: 1000, P99: percentile(took, 99)})
}

func (b *bench) idle(ctx context.Context) error {
	cfg, _, err := b.site(ctx, b.Size, "")
	if err != nil {
		return err
	}
	c, _, err := b.spawn(ctx, cfg)
	if err != nil {
		return err
	}
	defer c.stop()
	time.Sleep(15 * time.Second)
	mb, err := c.resident()
	if err != nil {
		return err
	}
	return b.row(Measured{Name: "idle_memory_mb", Ours: mb, Base: 100})
}

func (b *bench) binary(context.Context) error {
	program, err := os.Executable()
	if err != nil {
		return err
	}
	info, err := os.Stat(program)
	if err != nil {
		return err
	}
	return b.row(Measured{Name: "binary_mb", Ours: float64(info.Size()) / 1e6, Base: 45})
}

var assetLink = regexp.MustCompile(`(?:src|href)="(/[^"#]+\.(?:js|css|svg))[#"]`)

// firstPage counts what a browser fetches for the first page, as sent over the wire, without fonts.
func (b *bench) firstPage(ctx context.Context) error {
	cfg, _, err := b.site(ctx, b.Size, "")
	if err != nil {
		return err
	}
	c, _, err := b.spawn(ctx, cfg)
	if err != nil {
		return err
	}
	defer c.stop()
	watch := stopwatch()
	page, sent, err := fetch(ctx, c.base+"/")
	if err != nil {
		return err
	}
	fmt.Fprintf(b.Log, "  first request of / took %s\n", watch().Round(time.Millisecond))
	seen := map[string]bool{}
	for _, m := range assetLink.FindAllStringSubmatch(string(page), -1) {
		if seen[m[1]] {
			continue
		}
		seen[m[1]] = true
		_, n, err := fetch(ctx, c.base+m[1])
		if err != nil {
			return err
		}
		sent += n
	}
	return b.row(Measured{Name: "first_page_kb", Ours: float64(sent) / 1000, Base: 100})
}

// fetch reads an address as a browser would and counts the bytes of its body on the wire.
func fetch(ctx context.Context, url string) ([]byte, int, error) {
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		return nil, 0, err
	}
	r.Header.Set("Accept-Encoding", "gzip")
	resp, err := http.DefaultClient.Do(r)
	if err != nil {
		return nil, 0, err
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err == nil && resp.StatusCode != http.StatusOK {
		err = fmt.Errorf("%s: %s", url, resp.Status)
	}
	return body, len(body), err
}
