package web

import (
	"crypto/subtle"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"
)

type metrics struct {
	registry *prometheus.Registry
	visits   *prometheus.CounterVec
	took     *prometheus.HistogramVec
	show     http.Handler
}

func newMetrics() *metrics {
	m := &metrics{
		registry: prometheus.NewRegistry(),
		visits: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "doanket_http_requests_total", Help: "Requests by route and status.",
		}, []string{"route", "status"}),
		took: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Name: "doanket_http_request_seconds", Help: "Time to answer by route.",
			Buckets: []float64{.002, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 10},
		}, []string{"route"}),
	}
	m.registry.MustRegister(m.visits, m.took, collectors.NewGoCollector(),
		collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	m.show = promhttp.HandlerFor(m.registry, promhttp.HandlerOpts{})
	return m
}

func (m *metrics) saw(route string, status int, took time.Duration) {
	if route == "" {
		route = "other"
	}
	m.visits.WithLabelValues(route, strconv.Itoa(status)).Inc()
	m.took.WithLabelValues(route).Observe(took.Seconds())
}

// Metrics is where rooms register figures of their own.
func (s *Server) Metrics() prometheus.Registerer { return s.metrics.registry }

// measure shows the figures to whoever holds the token. Without a token and without the express wish
// to have them open there is no such page.
func (s *Server) measure(w http.ResponseWriter, r *http.Request) {
	given := strings.TrimPrefix(r.Header.Get("Authorization"), "Bearer ")
	holds := s.cfg.MetricsToken != "" && subtle.ConstantTimeCompare([]byte(given), []byte(s.cfg.MetricsToken)) == 1
	if !holds && !s.cfg.MetricsOpen {
		s.fail(s.newCtx(w, r), nowhere(nil))
		return
	}
	s.metrics.show.ServeHTTP(w, r)
}
