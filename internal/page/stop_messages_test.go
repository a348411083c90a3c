package page

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/openhpp/openhpp/internal/hpp"
)

const oneClickBody = "List-Unsubscribe=One-Click"

// mailed is the request of a mail program (RFC 8058): no browser made it.
func mailed(path, kind, body string) *http.Request {
	r := httptest.NewRequest(http.MethodPost, origin+path, strings.NewReader(body))
	r.Header.Set("Content-Type", kind)
	return r
}

func TestLookingStopsNothing(t *testing.T) {
	f := newFake(hpp.PagePay)
	h, _ := server(f)
	for _, method := range []string{http.MethodGet, http.MethodHead} {
		w := serve(h, request(method, stopPath+"?"+oneClickBody, nil))
		status(t, w, http.StatusOK)
		contains(t, w, "Stop these messages?", "Nordic Cycles", "a•••@example.com", `data-testid="stop-confirm"`, "do not pay")
	}
	if len(f.visitors.acts) != 0 {
		t.Errorf("looking did %v", f.visitors.acts)
	}
}

func TestStopping(t *testing.T) {
	const urlencoded = "application/x-www-form-urlencoded"
	for name, r := range map[string]*http.Request{
		"the page's button": request(http.MethodPost, stopPath, strings.NewReader(oneClickBody)),
		"a mail program":    mailed(stopPath, urlencoded, oneClickBody),
		"another one": mailed(stopPath, `multipart/form-data; boundary="b"`,
			"--b\r\nContent-Disposition: form-data; name=\"List-Unsubscribe\"\r\n\r\nOne-Click\r\n--b--\r\n"),
	} {
		f := newFake(hpp.PagePay)
		h, _ := server(f)
		for range 2 {
			w := serve(h, r)
			status(t, w, http.StatusOK)
			contains(t, w, "The messages are stopped")
			if strings.Contains(w.Body.String(), "stop-confirm") {
				t.Errorf("%s: the button is still there", name)
			}
			r = mailed(stopPath, urlencoded, oneClickBody) // again, and nothing changes
		}
		if len(f.visitors.acts) != 2 {
			t.Errorf("%s: %v", name, f.visitors.acts)
		}
	}
}

func TestWhatStopsNothing(t *testing.T) {
	crossing := request(http.MethodPost, stopPath, strings.NewReader(oneClickBody))
	crossing.Header.Set("Sec-Fetch-Site", "cross-site")
	foreign := mailed(stopPath, "application/x-www-form-urlencoded", oneClickBody)
	foreign.Header.Set("Origin", "https://evil.example.com")
	for name, test := range map[string]struct {
		request *http.Request
		want    int
	}{
		"another site":      {crossing, http.StatusForbidden},
		"another origin":    {foreign, http.StatusForbidden},
		"no body":           {mailed(stopPath, "application/x-www-form-urlencoded", ""), http.StatusBadRequest},
		"another body":      {mailed(stopPath, "application/x-www-form-urlencoded", "List-Unsubscribe=Maybe"), http.StatusBadRequest},
		"JSON":              {mailed(stopPath, "application/json", `{"List-Unsubscribe":"One-Click"}`), http.StatusUnsupportedMediaType},
		"no type":           {mailed(stopPath, "", oneClickBody), http.StatusUnsupportedMediaType},
		"broken parts":      {mailed(stopPath, `multipart/form-data; boundary="b"`, "--b\r\nnonsense"), http.StatusBadRequest},
		"parts too large":   {mailed(stopPath, `multipart/form-data; boundary="b"`, "--b\r\nContent-Disposition: form-data; name=\"x\"\r\n\r\n"+strings.Repeat("x", 2*maxForm)+"\r\n--b--\r\n"), http.StatusBadRequest},
		"too large":         {mailed(stopPath, "application/x-www-form-urlencoded", oneClickBody+"&x="+strings.Repeat("x", maxForm)), http.StatusRequestEntityTooLarge},
		"a foreign address": {mailed("/eu/hpp/stop/x", "application/x-www-form-urlencoded", oneClickBody), http.StatusNotFound},
	} {
		f := newFake(hpp.PagePay)
		h, _ := server(f)
		if w := serve(h, test.request); w.Code != test.want || len(f.visitors.acts) != 0 {
			t.Errorf("%s: %d, want %d; did %v", name, w.Code, test.want, f.visitors.acts)
		}
	}
}

func TestUnknownStops(t *testing.T) {
	h, _ := server(newFake(hpp.PagePay))
	plain := nonces.ReplaceAllString(get(h, "/eu/hpp/payments/unknown").Body.String(), "")
	for _, path := range []string{"/x", "/" + stopToken + "x", "/%3Cscript%3E", "/" + stopToken + "/x", "/", ""} {
		w := get(h, "/eu/hpp/stop"+path)
		status(t, w, http.StatusNotFound)
		if got := nonces.ReplaceAllString(w.Body.String(), ""); got != plain {
			t.Errorf("%q looks different from an unknown link", path)
		}
	}
}

func TestBrokenStops(t *testing.T) {
	f := newFake(hpp.PagePay)
	f.visitors.err = errBroken
	h, log := server(f)
	w := serve(h, mailed(stopPath, "application/x-www-form-urlencoded", oneClickBody))
	status(t, w, http.StatusServiceUnavailable)
	leaksNothing(t, w, log)
	if strings.Contains(log.String(), stopToken) || strings.Contains(log.String(), "example.com") {
		t.Errorf("logged %s", log)
	}
}
