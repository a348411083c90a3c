package telemetry

import (
	"net/http"
	"runtime"
	"strconv"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"
)

// Metrics are the server's numbers, in a registry of their own. Labels come
// from closed sets only: routes, statuses, results; never from what strangers
// send.
type Metrics struct {
	registry    *prometheus.Registry
	requests    *prometheus.CounterVec
	durations   *prometheus.HistogramVec
	transitions *prometheus.CounterVec
	callbacks   *prometheus.CounterVec
	swept       *prometheus.CounterVec
	refusals    *prometheus.CounterVec
	misses      *prometheus.CounterVec
	upstreams   *prometheus.CounterVec
}

// NewMetrics makes the metrics of a server of this version.
func NewMetrics(version string) *Metrics {
	m := &Metrics{
		registry: prometheus.NewRegistry(),
		requests: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "openhpp_http_requests_total", Help: "Requests answered, by route, method and class of status.",
		}, []string{"route", "method", "status"}),
		durations: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Name: "openhpp_http_request_duration_seconds", Help: "Time to answer a request, by route and method.",
			Buckets: []float64{.001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10},
		}, []string{"route", "method"}),
		transitions: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "openhpp_session_transitions_total", Help: "Changes of hosted sessions, by the status reached.",
		}, []string{"status"}),
		callbacks: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "openhpp_callback_attempts_total", Help: "Attempts to deliver a status callback, by result.",
		}, []string{"result"}),
		swept: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "openhpp_retention_swept_total", Help: "Rows removed because they were past their time, by kind; what belongs to them is not counted.",
		}, []string{"kind"}),
	}
	m.refusals = prometheus.NewCounterVec(prometheus.CounterOpts{
		Name: "openhpp_auth_failures_total", Help: "Requests whose credentials were missing, malformed or wrong, or wrong and one too many (limited).",
	}, []string{"reason"})
	m.misses = prometheus.NewCounterVec(prometheus.CounterOpts{
		Name: "openhpp_payment_misses_total", Help: "Tries of payers that did not pay, by kind: declined, wrong_code, early (refused while it had to wait), held (no more are taken).",
	}, []string{"kind"})
	m.upstreams = prometheus.NewCounterVec(prometheus.CounterOpts{
		Name: "openhpp_upstream_calls_total", Help: "Calls to merchants' accounts at other companies, by upstream and class of status; none: no answer came.",
	}, []string{"upstream", "status"})
	build := prometheus.NewGauge(prometheus.GaugeOpts{
		Name: "openhpp_build_info", Help: "Always 1; the labels say what is running.",
		ConstLabels: prometheus.Labels{"version": version, "go": runtime.Version()},
	})
	build.Set(1)
	m.registry.MustRegister(m.requests, m.durations, m.transitions, m.callbacks, m.swept, m.refusals, m.misses, m.upstreams, build,
		collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	return m
}

// Request counts an answered request; it fits web.Observe.
func (m *Metrics) Request(method, route string, status int, took time.Duration) {
	m.requests.WithLabelValues(route, method, class(status)).Inc()
	m.durations.WithLabelValues(route, method).Observe(took.Seconds())
}

// class is 2xx, 4xx and so on.
func class(status int) string {
	if status < 100 || status > 599 {
		return "other"
	}
	return strconv.Itoa(status/100) + "xx"
}

// Transition counts a session's step to status.
func (m *Metrics) Transition(status string) { m.transitions.WithLabelValues(status).Inc() }

// Callback counts an attempt to deliver a callback; result is a word of the
// deliverer's, such as "delivered", "failed" or "dead".
func (m *Metrics) Callback(result string) { m.callbacks.WithLabelValues(result).Inc() }

// Swept counts rows of a kind that were removed because they were past their
// time.
func (m *Metrics) Swept(kind string, rows int) { m.swept.WithLabelValues(kind).Add(float64(rows)) }

// AuthFailure counts a failed authentication; reason is a word of the gateway's:
// missing, malformed, wrong or limited.
func (m *Metrics) AuthFailure(reason string) { m.refusals.WithLabelValues(reason).Inc() }

// Miss counts a payer's try that did not pay; kind is one of the core's words.
func (m *Metrics) Miss(kind string) { m.misses.WithLabelValues(kind).Inc() }

// UpstreamCall counts a call to another company; a status of 0 is no answer.
func (m *Metrics) UpstreamCall(upstream string, status int) {
	answered := "none"
	if status != 0 {
		answered = class(status)
	}
	m.upstreams.WithLabelValues(upstream, answered).Inc()
}

// Handler serves the metrics to a scraper.
func (m *Metrics) Handler() http.Handler {
	return promhttp.HandlerFor(m.registry, promhttp.HandlerOpts{Registry: m.registry})
}
