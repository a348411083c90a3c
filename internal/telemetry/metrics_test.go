package telemetry

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"
)

// scrape answers the metrics as a scraper reads them, ours only.
func scrape(t *testing.T, m *Metrics) string {
	t.Helper()
	w := httptest.NewRecorder()
	m.Handler().ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/metrics", nil))
	if w.Code != http.StatusOK || !strings.HasPrefix(w.Header().Get("Content-Type"), "text/plain") {
		t.Fatalf("%d %s", w.Code, w.Header())
	}
	return w.Body.String()
}

func expect(t *testing.T, text string, lines ...string) {
	t.Helper()
	for _, line := range lines {
		if !strings.Contains(text, line+"\n") {
			t.Errorf("no line %s in\n%s", line, text)
		}
	}
}

func TestMetrics(t *testing.T) {
	m := NewMetrics("1.2.3")
	m.Request("GET", "/hpp/v1/sessions/{session_id}", 200, 3*time.Millisecond)
	m.Request("GET", "/hpp/v1/sessions/{session_id}", 201, 30*time.Millisecond)
	m.Request("POST", "unmatched", 404, time.Second)
	m.Request("GET", "/x", 0, time.Second)
	m.Transition("COMPLETED")
	m.Transition("COMPLETED")
	m.Callback("delivered")
	m.Swept("sessions", 40)
	m.Swept("sessions", 2)
	expect(t, scrape(t, m),
		`openhpp_http_requests_total{method="GET",route="/hpp/v1/sessions/{session_id}",status="2xx"} 2`,
		`openhpp_http_requests_total{method="POST",route="unmatched",status="4xx"} 1`,
		`openhpp_http_requests_total{method="GET",route="/x",status="other"} 1`,
		`openhpp_http_request_duration_seconds_bucket{method="GET",route="/hpp/v1/sessions/{session_id}",le="0.005"} 1`,
		`openhpp_http_request_duration_seconds_count{method="GET",route="/hpp/v1/sessions/{session_id}"} 2`,
		`openhpp_session_transitions_total{status="COMPLETED"} 2`,
		`openhpp_retention_swept_total{kind="sessions"} 42`,
		`openhpp_callback_attempts_total{result="delivered"} 1`,
		`openhpp_build_info{go="`+runtime.Version()+`",version="1.2.3"} 1`,
	)
}

// Two servers in one process (the tests do that) must not share numbers.
func TestMetricsAreSeparate(t *testing.T) {
	one, two := NewMetrics("1"), NewMetrics("2")
	one.Transition("FAILED")
	if text := scrape(t, two); strings.Contains(text, "FAILED") {
		t.Errorf("shared:\n%s", text)
	}
}

func TestMetricsTogether(t *testing.T) {
	m := NewMetrics("1")
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			for range 100 {
				m.Request("GET", "/x", 200, time.Millisecond)
			}
		})
	}
	wg.Wait()
	expect(t, scrape(t, m), `openhpp_http_requests_total{method="GET",route="/x",status="2xx"} 800`)
}

func TestOutbox(t *testing.T) {
	m := NewMetrics("1")
	var fail error
	m.WatchOutbox(func(ctx context.Context) ([]Backlog, error) {
		if _, bounded := ctx.Deadline(); !bounded {
			t.Error("a scrape may wait for ever")
		}
		return []Backlog{{Kind: "callback", Pending: 3, Dead: 1, Oldest: 90 * time.Second}, {Kind: "expire"}}, fail
	})
	expect(t, scrape(t, m),
		`openhpp_outbox_up 1`,
		`openhpp_outbox_jobs{kind="callback",state="pending"} 3`,
		`openhpp_outbox_jobs{kind="callback",state="dead"} 1`,
		`openhpp_outbox_jobs{kind="expire",state="pending"} 0`,
		`openhpp_outbox_oldest_overdue_seconds{kind="callback"} 90`,
	)
	fail = errors.New("disk on fire")
	text := scrape(t, m)
	expect(t, text, `openhpp_outbox_up 0`)
	if strings.Contains(text, "openhpp_outbox_jobs{") || strings.Contains(text, "fire") {
		t.Errorf("numbers of a failed read, or its error:\n%s", text)
	}
}
