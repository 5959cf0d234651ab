package web

import (
	"net/http"
	"net/netip"
	"strings"
	"sync"

	"golang.org/x/time/rate"

	"doanket/kernel"
)

// Limit is a bucket: Every refills tokens per second, Burst is its size.
type Limit struct {
	PerSecond float64
	Burst     int
}

// Limits are the rates that one address or one account may have. A whole office stands behind one
// address, so that limit is wide; the one for signing in is narrow.
type Limits struct {
	PerIP      Limit
	PerAccount Limit
	SignIn     Limit
	Off        bool // for measurements only
}

func (l *Limits) fill() {
	set := func(to *Limit, standard Limit) {
		if to.PerSecond == 0 {
			*to = standard
		}
		if l.Off {
			*to = Limit{}
		}
	}
	set(&l.PerIP, Limit{100, 600})
	set(&l.PerAccount, Limit{20, 120})
	set(&l.SignIn, Limit{2, 60})
}

// limiter keeps one bucket a key and forgets the oldest when there are too many.
type limiter struct {
	limit Limit
	mu    sync.Mutex
	young map[string]*rate.Limiter
	old   map[string]*rate.Limiter
}

const limiterKeys = 20000

func newLimiter(l Limit) *limiter {
	return &limiter{limit: l, young: map[string]*rate.Limiter{}}
}

// allow takes one token. Two generations of buckets bound the memory: when the young are many, they
// become the old, and the old of before are forgotten.
func (l *limiter) allow(key string, now kernel.Instant) bool {
	if l.limit.PerSecond == 0 {
		return true
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	bucket := l.young[key]
	if bucket == nil {
		bucket = l.old[key]
		if bucket == nil {
			bucket = rate.NewLimiter(rate.Limit(l.limit.PerSecond), l.limit.Burst)
		}
		if len(l.young) >= limiterKeys {
			l.old, l.young = l.young, map[string]*rate.Limiter{}
		}
		l.young[key] = bucket
	}
	return bucket.AllowN(now.Time(), 1)
}

// AllowSignIn takes one token of the narrow bucket for signing in from this address; refuses with web.too_many.
func (c *Ctx) AllowSignIn() error {
	if c.s.perSignIn.allow(c.IPPrefix(), c.s.cfg.Clock.Now()) {
		return nil
	}
	return tooMany()
}

func tooMany() error { return &kernel.Fault{Kind: kernel.Unavailable, Code: "web.too_many"} }

// clientIP is the address that spoke to us, or the last one that no trusted proxy of ours has added.
func (s *Server) clientIP(r *http.Request) netip.Addr {
	at, err := netip.ParseAddrPort(r.RemoteAddr)
	if err != nil {
		return netip.Addr{}
	}
	ip := at.Addr().Unmap()
	hops := strings.Split(strings.Join(r.Header.Values("X-Forwarded-For"), ","), ",")
	for i := len(hops) - 1; i >= 0 && s.trusted(ip); i-- {
		next, err := netip.ParseAddr(strings.TrimSpace(hops[i]))
		if err != nil {
			break
		}
		ip = next.Unmap()
	}
	return ip
}

func (s *Server) trusted(ip netip.Addr) bool {
	for _, p := range s.cfg.Proxies {
		if p.Contains(ip) {
			return true
		}
	}
	return false
}

// ipPrefix is the network that is taken for one visitor: /32 for IPv4, /64 for IPv6, where one
// household owns a whole /64.
func ipPrefix(ip netip.Addr) string {
	bits := 32
	if ip.Is6() {
		bits = 64
	}
	p, err := ip.Prefix(bits)
	if err != nil {
		return "?"
	}
	return p.String()
}
