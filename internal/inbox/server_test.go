package inbox

import (
	"bytes"
	"encoding/json"
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/openhpp/openhpp/internal/web"
)

func TestListOfNothing(t *testing.T) {
	w := exchange(t, handler(newShelf(), nil), request(http.MethodGet, Path, false))
	if got := w.Body.String(); w.Code != 200 || got != `{"messages":[]}` {
		t.Errorf("%d %s", w.Code, got)
	}
}

// The whole form of both kinds, byte for byte.
func TestListAsWritten(t *testing.T) {
	w := exchange(t, handler(newShelf(mail(), text()), nil), request(http.MethodGet, Path, false))
	want := `{"messages":[` +
		`{"message_id":"text-1","method":"sms","to":"+46701740605","text":"Lamps & Co: ` + payLink + `",` +
		`"link":"` + payLink + `","session_id":"s2","received_at":"2019-05-13T14:52:46.288Z"},` +
		`{"message_id":"mail-1","method":"email","to":"kim@shop.example","subject":"Your payment to Lamps & Co",` +
		`"text":"Pay here:\n` + payLink + `","html":"<!doctype html><title>x</title><p style=\"color: red\">Pay <a href=\"` + payLink + `\">here</a></p>",` +
		`"link":"` + payLink + `","session_id":"s1","received_at":"2019-05-13T14:51:46.288Z"}]}`
	if diff := cmp.Diff(want, w.Body.String()); diff != "" || w.Code != 200 {
		t.Errorf("%d\n%s", w.Code, diff)
	}
	if w.Header().Get("Content-Type") != "application/json" || w.Header().Get("Vary") != "Accept" {
		t.Error(w.Header())
	}
}

func TestFilters(t *testing.T) {
	foreign := mail()
	foreign.ID, foreign.Merchant = "foreign", "m2"
	h := handler(newShelf(mail(), foreign, text()), nil)
	for query, want := range map[string]string{
		"":                            "text-1 mail-1",
		"?to=kim@shop.example":        "mail-1",
		"?to=kim%40shop.example":      "mail-1",
		"?to=%2B46701740605":          "text-1",
		"?to=+46701740605":            "text-1", // a plus that was not encoded
		"?to=kim":                     "",
		"?session_id=s1":              "mail-1",
		"?session_id=s1&method=sms":   "",
		"?method=sms":                 "text-1",
		"?method=EMAIL":               "mail-1",
		"?method=&to=&session_id=":    "text-1 mail-1",
		"?wait=&method=sms":           "text-1",
		"?wait=0&session_id=none":     "",
		"?wait=30&session_id=s1":      "mail-1",
		"?unknown=1&unknown=2":        "text-1 mail-1",
		"?to=%27%20OR%20%271%27=%271": "",
	} {
		t.Run(query, func(t *testing.T) {
			w := exchange(t, h, request(http.MethodGet, Path+query, false))
			var got struct {
				Messages []struct {
					ID string `json:"message_id"`
				} `json:"messages"`
			}
			if err := json.Unmarshal(w.Body.Bytes(), &got); err != nil {
				t.Fatal(err)
			}
			var ids []string
			for _, m := range got.Messages {
				ids = append(ids, m.ID)
			}
			if strings.Join(ids, " ") != want {
				t.Errorf("%q, want %q", ids, want)
			}
		})
	}
}

func TestBadValues(t *testing.T) {
	const wait = "Bad value: wait (must be whole seconds from 0 to 30)"
	for query, want := range map[string][]string{
		"wait=31":                    {wait},
		"wait=-1":                    {wait},
		"wait=1.5":                   {wait},
		"wait=10s":                   {wait},
		"wait=99999999999999999":     {wait},
		"wait=%2B5":                  {wait},
		"method=fax":                 {"Bad value: method (must be email or sms)"},
		"method=email%00":            {"Bad value: method (must be UTF-8 without NUL)"},
		"to=%ff":                     {"Bad value: to (must be UTF-8 without NUL)"},
		"session_id=a%00b":           {"Bad value: session_id (must be UTF-8 without NUL)"},
		"to=a&to=b":                  {"Bad value: to (must be given once)"},
		"wait=1&wait=2":              {"Bad value: wait (must be given once)"},
		"to=%zz":                     {"Bad value: query (must be pairs of name and value, percent-encoded)"},
		"method=fax&wait=x&to=%00":   {"Bad value: to (must be UTF-8 without NUL)", "Bad value: method (must be email or sms)", wait},
		"session_id=a&session_id=%0": {"Bad value: query (must be pairs of name and value, percent-encoded)"},
	} {
		for _, page := range []bool{false, true} {
			store := newShelf(mail())
			r := request(http.MethodGet, Path, page)
			r.URL.RawQuery = query
			w := exchange(t, handler(store, nil), r)
			var got web.Envelope
			if err := json.Unmarshal(w.Body.Bytes(), &got); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(want, got.Messages); diff != "" || w.Code != 400 || got.Code != "BAD_VALUE" || store.asks > 0 {
				t.Errorf("%s: %d %s, %d asks\n%s", query, w.Code, got.Code, store.asks, diff)
			}
		}
	}
}

func TestOneMessage(t *testing.T) {
	odd := mail()
	odd.ID = "a/b ?#"
	h := handler(newShelf(mail(), text(), odd), nil)
	for path, want := range map[string]string{"/mail-1": "mail-1", "/text-1": "text-1", "/a%2Fb%20%3F%23": "a/b ?#"} {
		w := httptest.NewRecorder()
		h.ServeHTTP(w, request(http.MethodGet, Path+path, false))
		var got messageJSON
		if err := json.Unmarshal(w.Body.Bytes(), &got); err != nil || w.Code != 200 || got.ID != want {
			t.Errorf("%s: %d %s, %v", path, w.Code, w.Body, err)
		}
	}
	exchange(t, h, request(http.MethodGet, Path+"/mail-1", false))
	if page := expectPage(t, newShelf(odd), Path); !strings.Contains(page, `href="/playground/inbox/a%2Fb%20%3F%23"`) {
		t.Error("the list leads to another message")
	}
}

// What another merchant has answers as what nobody has, on every route.
func TestForeignMessagesReadAsUnknown(t *testing.T) {
	foreign := mail()
	foreign.ID, foreign.Merchant = "foreign", "m2"
	h := handler(newShelf(mail(), foreign), nil)
	for _, tail := range []string{"", "/html"} {
		for _, page := range []bool{false, true} {
			want := masked(exchange(t, h, request(http.MethodGet, Path+"/unknown"+tail, page)))
			if !strings.Contains(want, `"error_code":"NOT_FOUND","error_messages":["Message not found"]`) {
				t.Error(want)
			}
			for _, id := range []string{"foreign", "MAIL-1", "mail-1%00", "%ff", "mail-1'%20OR%20'1'='1", "%2e%2e%2fmail-1", "%20mail-1"} {
				w := httptest.NewRecorder()
				h.ServeHTTP(w, request(http.MethodGet, Path+"/"+id+tail, page))
				if diff := cmp.Diff(want, masked(w)); diff != "" || w.Code != 404 {
					t.Errorf("%s%s: %d can be told from an unknown one\n%s", id, tail, w.Code, diff)
				}
			}
		}
	}
}

func TestTextMessagesHaveNoHTML(t *testing.T) {
	w := exchange(t, handler(newShelf(text()), nil), request(http.MethodGet, Path+"/text-1/html", true))
	if w.Code != 404 || !strings.Contains(w.Body.String(), "The message has no HTML") {
		t.Errorf("%d %s", w.Code, w.Body)
	}
}

func TestClear(t *testing.T) {
	foreign := mail()
	foreign.Merchant = "m2"
	store := newShelf(mail(), text(), foreign)
	w := exchange(t, handler(store, nil), request(http.MethodDelete, Path, false))
	if w.Code != 204 || w.Body.Len() > 0 || len(store.kept) != 1 || store.kept[0].Merchant != "m2" {
		t.Errorf("%d %s, kept %v", w.Code, w.Body, store.kept)
	}
}

// Nobody comes in without credentials, and nothing is asked for them.
func TestEveryRouteNeedsCredentials(t *testing.T) {
	for _, route := range (Server{}).routes() {
		for name, header := range map[string]string{"none": "", "wrong": "Basic bTE6bTI=", "bearer": "Bearer m1"} {
			store := newShelf(mail())
			r := httptest.NewRequest(route.Method, strings.ReplaceAll(route.Path, "{message_id}", "mail-1"), nil)
			r.Header.Set("Authorization", header)
			w := exchange(t, handler(store, nil), r)
			if w.Code != 401 || !strings.HasPrefix(w.Header().Get("WWW-Authenticate"), "Basic ") || store.asks > 0 || len(store.kept) != 1 {
				t.Errorf("%s %s, %s: %d %v", route.Method, route.Path, name, w.Code, w.Header())
			}
		}
	}
}

// A store that fails gives the fixed sentence; addresses and links stay out of
// answer and log, and so does what was looked for.
func TestStoreFails(t *testing.T) {
	for _, route := range (Server{}).routes() {
		var log bytes.Buffer
		store := newShelf(mail())
		store.err = errors.New("the disk is full")
		target := strings.ReplaceAll(route.Path, "{message_id}", "mail-1") + "?to=kim@shop.example"
		w := exchange(t, handler(store, &log), request(route.Method, target, false))
		if w.Code != 500 || strings.Contains(w.Body.String(), "disk") || !strings.Contains(log.String(), "the disk is full") {
			t.Errorf("%s %s: %d %s\n%s", route.Method, route.Path, w.Code, w.Body, &log)
		}
		for _, secret := range []string{"kim", payLink, "mail-1"} {
			if strings.Contains(log.String(), secret) || strings.Contains(w.Body.String(), secret) {
				t.Errorf("%s %s tells %q: %s %s", route.Method, route.Path, secret, w.Body, &log)
			}
		}
	}
}
