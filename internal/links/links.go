package links

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"

	"doanket/kernel"
)

// Mode (chế độ) says what stands behind a port.
type Mode string

const (
	Real      Mode = "real"      // thật
	Simulated Mode = "simulated" // mô phỏng
	Disabled  Mode = "off"       // tắt
)

// ParseMode reads real, simulated or off.
func ParseMode(s string) (Mode, error) {
	m := Mode(s)
	if m == Real || m == Simulated || m == Disabled {
		return m, nil
	}
	return "", fmt.Errorf("mode %q: want real, simulated or off", s)
}

// SimulatedPrefix begins every identifier that a simulator gives.
const SimulatedPrefix = "MP-"

// IsSimulated tells whether an outside identifier came from a simulator.
func IsSimulated(id string) bool { return strings.HasPrefix(id, SimulatedPrefix) }

// Port (cổng kết nối) describes one outside system: what it is called, why the site may use it, who
// answers for it, until when.
type Port struct {
	System  string // "smtp", unique
	Name    string // "Thư điện tử"
	Basis   string // legal basis of the connection
	Contact string
	Until   kernel.Date // end of the agreement, zero when open
	Mode    Mode
	Proven  string // peers nobody here wrote that the client was tested against
}

// Registry (sổ kết nối) holds the ports of a site with their health.
type Registry struct {
	mu    sync.Mutex
	ports []entry
}

type entry struct {
	port    Port
	breaker *Breaker
}

// State is a port and how it is doing.
type State struct {
	Port
	Open   bool           // calls are held back
	Since  kernel.Instant // since when
	Reason string         // the last failure
}

// Add enters a port with its breaker. A system is entered once.
func (r *Registry) Add(p Port, b *Breaker) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	if slices.ContainsFunc(r.ports, func(e entry) bool { return e.port.System == p.System }) {
		return fmt.Errorf("system %s is registered twice", p.System)
	}
	r.ports = append(r.ports, entry{p, b})
	return nil
}

// States lists the ports in the order in which they were entered.
func (r *Registry) States() []State {
	r.mu.Lock()
	defer r.mu.Unlock()
	var out []State
	for _, e := range r.ports {
		s := State{Port: e.port}
		if e.breaker != nil {
			s.Since, s.Reason, s.Open = e.breaker.State()
		}
		out = append(out, s)
	}
	return out
}

// RefuseSimulated is the check of a production start: nil when nothing is simulated or when that was
// allowed in so many words, else an error that names the systems.
func (r *Registry) RefuseSimulated(allowed bool) error {
	var names []string
	for _, s := range r.States() {
		if s.Mode == Simulated {
			names = append(names, s.System)
		}
	}
	if len(names) == 0 || allowed {
		return nil
	}
	return errors.New("these systems are simulated and the profile is production: " + strings.Join(names, ", "))
}

// Messages are the sentences of this package's refusals.
func Messages() map[string]string {
	return map[string]string{
		"links.down": "Kết nối %v đang tạm ngừng. Việc được giữ lại và tự làm tiếp khi nối lại.",
		"links.off":  "Kết nối %v đang tắt.",
	}
}
