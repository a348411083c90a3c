package rest

import (
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/openhpp/openhpp/internal/hpp"
)

// A list is walked by its cursor: each session once, whatever its pages hold.
func TestSessionsAreListed(t *testing.T) {
	f := newFake()
	var walked []string
	path := "/openhpp/v1/sessions?limit=3"
	for pages := 1; ; pages++ {
		w := ask(t, f, http.MethodGet, path, "", true)
		var page struct {
			Sessions []struct {
				ID string `json:"session_id"`
			} `json:"sessions"`
			Next string `json:"next"`
		}
		if err := json.Unmarshal(w.Body.Bytes(), &page); err != nil || w.Code != http.StatusOK || len(page.Sessions) > 3 || pages > 9 {
			t.Fatalf("%v, %d %s", err, w.Code, w.Body)
		}
		for _, one := range page.Sessions {
			walked = append(walked, one.ID)
		}
		if page.Next == "" {
			break
		}
		path = "/openhpp/v1/sessions?limit=3&cursor=" + page.Next
	}
	if len(walked) != len(f.sessions)-1 || !slices.IsSortedFunc(walked, func(a, b string) int { return strings.Compare(b, a) }) {
		t.Errorf("walked %v of %d", walked, len(f.sessions))
	}
}

func TestFiltersReachTheCore(t *testing.T) {
	f := newFake()
	w := ask(t, f, http.MethodGet, "/openhpp/v1/sessions?status=failed,BACK&status=error&reference=r&order_id=o&klarna_reference=k&payment_session_id=p&contact=kim@shop.example"+
		"&profile_id=till-1&q=any&created_from=2030-01-29T11:20:30Z&created_to=2030-01-30T11:20:30.5%2B02:00", "", true)
	got := f.filter
	if w.Code != http.StatusOK || !slices.Equal(got.Statuses, []hpp.Status{hpp.Failed, hpp.Back, hpp.Errored}) || got.Reference != "r" || got.OrderID != "o" ||
		got.KlarnaReference != "k" || got.PaymentSessionID != "p" || got.Contact != "kim@shop.example" || got.ProfileID != "till-1" || got.Any != "any" ||
		!got.From.Equal(time.Date(2030, 1, 29, 11, 20, 30, 0, time.UTC)) || !got.To.Equal(time.Date(2030, 1, 30, 9, 20, 30, 5e8, time.UTC)) {
		t.Errorf("%d %s: %+v", w.Code, w.Body, got)
	}
	w = ask(t, f, http.MethodGet, "/openhpp/v1/sessions?limit=0&statuses=x&created_from=now", "", false)
	for _, want := range []string{"limit (must be 1 to 100)", "did you mean status?", "created_from (must be a time"} {
		if w.Code != http.StatusBadRequest || !strings.Contains(w.Body.String(), want) {
			t.Errorf("%d %s lacks %s", w.Code, w.Body, want)
		}
	}
	next := ask(t, f, http.MethodGet, "/openhpp/v1/sessions?limit=1", "", true).Body.String()
	_, next, _ = strings.Cut(next, `"next":"`)
	if w := ask(t, f, http.MethodGet, "/openhpp/v1/sessions?limit=1&status=FAILED&cursor="+strings.TrimSuffix(next, `"}`), "", false); w.Code != http.StatusBadRequest {
		t.Errorf("the cursor of another list: %d %s", w.Code, w.Body)
	}
}

// What opens something is told only to those who ask for it.
func TestLinksAreToldWhenAskedFor(t *testing.T) {
	f := newFake()
	const path = "/openhpp/v1/sessions/WAITING"
	plain, linked := ask(t, f, http.MethodGet, path, "", true), ask(t, f, http.MethodGet, path+"?include=links", "", true)
	link := links.PageURL(f.sessions["WAITING"])
	if strings.Contains(plain.Body.String(), link) || !strings.Contains(linked.Body.String(), `"redirect_url":"`+link+`"`) {
		t.Errorf("%s\n%s", plain.Body, linked.Body)
	}
	if w := ask(t, f, http.MethodGet, path+"?include=everything", "", false); w.Code != http.StatusBadRequest || !strings.Contains(w.Body.String(), "include (must be one of links)") {
		t.Errorf("%d %s", w.Code, w.Body)
	}
}

// What cannot be done now is 409 in our own API.
func TestSessionsAreDisabledInTheExtensionAPI(t *testing.T) {
	f := newFake()
	if w := ask(t, f, http.MethodPost, "/openhpp/v1/sessions/WAITING/disable", "", true); w.Code != http.StatusNoContent || len(f.disabled) != 1 {
		t.Errorf("%d %s", w.Code, w.Body)
	}
	if w := ask(t, f, http.MethodPost, "/openhpp/v1/sessions/COMPLETED/disable", "", true); w.Code != http.StatusConflict || !strings.Contains(w.Body.String(), "NOT_ALLOWED") {
		t.Errorf("%d %s", w.Code, w.Body)
	}
}

func TestLinksAreResent(t *testing.T) {
	f := newFake()
	const path = "/openhpp/v1/sessions/WAITING/distributions/"
	if w := ask(t, f, http.MethodPost, path+"1/resend", "", true); w.Code != http.StatusCreated || !strings.Contains(w.Body.String(), `"distribution_id":"d2","number":2`) {
		t.Errorf("%d %s", w.Code, w.Body)
	}
	if w := ask(t, f, http.MethodPost, path+"first/resend", "", true); w.Code != http.StatusNotFound {
		t.Errorf("no number: %d %s", w.Code, w.Body)
	}
	f.err = &hpp.Error{Code: hpp.CodeNotAllowed, Messages: []string{"The address is no longer kept: send to it by name"}}
	if w := ask(t, f, http.MethodPost, path+"1/resend", "", true); w.Code != http.StatusConflict {
		t.Errorf("forgotten: %d %s", w.Code, w.Body)
	}
}

// A file holds what the list does, however many pages that is, and no formula.
func TestSessionsAreExported(t *testing.T) {
	f := newFake()
	for _, id := range []hpp.SessionID{"Y1", "Y2"} {
		f.add(id, hpp.Failed, func(s *hpp.Session) { s.Reference = "=1+1" })
	}
	w := ask(t, f, http.MethodGet, "/openhpp/v1/sessions.csv?status=FAILED", "", true)
	lines := strings.Split(w.Body.String(), "\r\n")
	if w.Code != http.StatusOK || len(lines) != 5 || !strings.HasPrefix(lines[0], "\ufeffsession_id,status,expired,") || !strings.HasPrefix(lines[1], "Y2,FAILED,false,2030-01-29T11:20:30.100Z,") || !strings.Contains(lines[1], ",'=1+1,") {
		t.Errorf("%d %q", w.Code, lines)
	}
	if w := ask(t, f, http.MethodGet, "/openhpp/v1/sessions.csv?limit=3", "", false); w.Code != http.StatusBadRequest {
		t.Errorf("a page of a file: %d %s", w.Code, w.Body)
	}
}
