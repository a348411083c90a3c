package rest

import (
	"bytes"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/openhpp/openhpp/internal/hpp"
)

func ask(t *testing.T, f *fake, method, path, body string, honest bool) *httptest.ResponseRecorder {
	t.Helper()
	r := httptest.NewRequest(method, path, strings.NewReader(body))
	r.Header.Set("Authorization", basicAuth("m1"))
	if body != "" {
		r.Header.Set("Content-Type", "application/json")
	}
	return call(t, served(f, &bytes.Buffer{}), r, honest)
}

func TestReportTellsEveryState(t *testing.T) {
	f := newFake()
	for i, state := range hpp.DistributionStates {
		f.report = append(f.report, hpp.Distribution{
			ID: "d", Number: int64(i + 1), Session: "WAITING", Method: hpp.DistributionMethods[i%3], To: "kim@shop.example", MaskedContact: "k•••@shop.example",
			RecipientHash: []byte("hash"), State: state, Reason: "why", QueuedAt: epoch, SentAt: epoch.Add(time.Second),
		})
	}
	w := ask(t, f, http.MethodGet, "/openhpp/v1/sessions/WAITING/distributions", "", true)
	body := w.Body.String()
	for _, state := range hpp.DistributionStates {
		if !strings.Contains(body, `"state":"`+string(state)+`"`) {
			t.Errorf("%s is missing in %s", state, body)
		}
	}
	if strings.Contains(body, "kim@") || strings.Contains(body, "hash") || strings.Contains(body, "accepted_at") || !strings.Contains(body, `"sent_at":"2030-01-29T11:20:31.100Z"`) {
		t.Errorf("tells %s", body)
	}
	if w := ask(t, newFake(), http.MethodGet, "/openhpp/v1/sessions/WAITING/distributions", "", true); w.Body.String() != `{"distributions":[]}` {
		t.Errorf("nothing yet: %s", w.Body)
	}
}

func TestProfilesLive(t *testing.T) {
	f := newFake()
	const path = "/openhpp/v1/profiles/till-1"
	const body = `{"name":"Till 1","options":{"payment_fallback":false,"page_title":"Thanks"},"locale":"sv-SE","frame_ancestors":["https://till.example"]}`
	for _, step := range []struct {
		method, path, body string
		status             int
		says               string
	}{
		{"GET", "/openhpp/v1/profiles", "", 200, `{"profiles":[]}`},
		{"GET", path, "", 404, "Profile not found"},
		{"PUT", path, body, 201, `"payment_fallback":false`},
		{"PUT", path, body, 200, `"frame_ancestors":["https://till.example"]`},
		{"GET", path, "", 200, `"channels":["QR","EMAIL","SMS","TOKEN"]`},
		{"GET", "/openhpp/v1/profiles", "", 200, `"profile_id":"till-1"`},
		{"DELETE", path, "", 204, ""},
		{"DELETE", path, "", 404, "Profile not found"},
	} {
		if w := ask(t, f, step.method, step.path, step.body, true); w.Code != step.status || !strings.Contains(w.Body.String(), step.says) {
			t.Errorf("%s %s: %d %s", step.method, step.path, w.Code, w.Body)
		}
	}
}

func TestProfilesThatCannotBeRead(t *testing.T) {
	for body, says := range map[string]string{
		`{"name":7,"channels":"QR","frame_ancestors":[1]}`: "frame_ancestors[0]", `[]`: "BAD_REQUEST", `{"options":{"page_title":[]}}`: "options.page_title",
	} {
		f := newFake()
		w := ask(t, f, http.MethodPut, "/openhpp/v1/profiles/a", body, false)
		if w.Code != http.StatusBadRequest || !strings.Contains(w.Body.String(), says) || len(f.profiles) > 0 {
			t.Errorf("%s: %d %s", body, w.Code, w.Body)
		}
	}
	f := newFake()
	f.err = hpp.ErrTooManyProfiles
	if w := ask(t, f, http.MethodPut, "/openhpp/v1/profiles/a", "{}", true); w.Code != http.StatusConflict {
		t.Errorf("one too many: %d %s", w.Code, w.Body)
	}
}

func TestSessionsAreInspectedAndReopened(t *testing.T) {
	f := newFake()
	f.add("HELD", hpp.Failed, func(s *hpp.Session) { s.Declines, s.WaitUntil, s.Result.Reason = 20, epoch, "declined" })
	w := ask(t, f, http.MethodGet, "/openhpp/v1/sessions/HELD", "", true)
	for _, want := range []string{`"declines":20`, `"held":true`, `"reason":"declined"`, `"wait_until":"2030-01-29T11:20:30.100Z"`, `"status":"FAILED"`} {
		if w.Code != http.StatusOK || !strings.Contains(w.Body.String(), want) {
			t.Errorf("%d %s lacks %s", w.Code, w.Body, want)
		}
	}
	if w := ask(t, f, http.MethodPost, "/openhpp/v1/sessions/HELD/reopen", "", true); w.Code != http.StatusOK || !strings.Contains(w.Body.String(), `"held":false`) {
		t.Errorf("reopen: %d %s", w.Code, w.Body)
	}
	if w := ask(t, f, http.MethodPost, "/openhpp/v1/sessions/COMPLETED/reopen", "", true); w.Code != http.StatusBadRequest || !strings.Contains(w.Body.String(), "NOT_ALLOWED") {
		t.Errorf("reopening what is paid: %d %s", w.Code, w.Body)
	}
}

func TestSessionsAreFoundByReference(t *testing.T) {
	f := newFake()
	f.add("QUOTED", hpp.Failed, func(s *hpp.Session) { s.Reference = "7KQ2MX9R4T" })
	if w := ask(t, f, http.MethodGet, "/openhpp/v1/sessions?reference=7KQ2MX9R4T", "", true); w.Code != http.StatusOK || !strings.Contains(w.Body.String(), `"session_id":"QUOTED"`) {
		t.Errorf("%d %s", w.Code, w.Body)
	}
	if w := ask(t, f, http.MethodGet, "/openhpp/v1/sessions?reference=unknown", "", true); w.Body.String() != `{"sessions":[]}` {
		t.Errorf("%d %s", w.Code, w.Body)
	}
}

func TestSessionsAreRenewed(t *testing.T) {
	f := newFake()
	const path = "/openhpp/v1/sessions/WAITING/renew"
	for _, c := range []struct {
		body, url string
		status    int
	}{
		{"", "", http.StatusCreated}, {"{}", "", http.StatusCreated}, {`{"payment_session_url":null}`, "", http.StatusCreated},
		{`{"payment_session_url":"https://api.example/payments/v1/sessions/p2"}`, "https://api.example/payments/v1/sessions/p2", http.StatusCreated},
		{`{"payment_session_url":7}`, "", http.StatusBadRequest}, {"[]", "", http.StatusBadRequest}, {"{", "", http.StatusBadRequest},
	} {
		f.creation = hpp.SessionRequest{}
		asSpecified := c.status == http.StatusCreated && !strings.Contains(c.body, "null")
		answer := ask(t, f, http.MethodPost, path, c.body, asSpecified)
		if answer.Code != c.status || f.creation.PaymentSessionURL != c.url {
			t.Errorf("%s: %d %s", c.body, answer.Code, answer.Body)
		}
		if c.status == http.StatusCreated && (!strings.Contains(answer.Body.String(), `"session_id":"RENEWED","renews":"WAITING"`) || !strings.HasSuffix(answer.Header().Get("Location"), "/RENEWED")) {
			t.Errorf("%s: %v %s", c.body, answer.Header(), answer.Body)
		}
	}
	for session, want := range map[string]int{"foreign": http.StatusNotFound, "unknown": http.StatusNotFound, "COMPLETED": http.StatusConflict} {
		if answer := ask(t, f, http.MethodPost, "/openhpp/v1/sessions/"+session+"/renew", "", true); answer.Code != want {
			t.Errorf("%s: %d", session, answer.Code)
		}
	}
}
