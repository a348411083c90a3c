package page

import (
	"context"
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/page/view"
)

// hooks of the module are what tests of others hold on to.
func TestModuleShowsItsHooks(t *testing.T) {
	f := newFake(hpp.PagePay)
	f.till.visit.Distributions = []hpp.Distribution{{Method: hpp.ByEmail, MaskedContact: "a•••@example.com", State: hpp.DistributionAccepted}}
	h, _ := server(f)
	w := get(h, tillPath+"?profile_id=till&view_id=SELLER")
	status(t, w, http.StatusOK)
	const query = "?profile_id=till&amp;view_id=SELLER"
	contains(t, w,
		`data-testid="module-status" data-status="WAITING"`, `data-testid="send-email"`, `data-testid="send-sms"`, `data-testid="send-token"`,
		`data-testid="module-reference"`, `data-testid="module-cancel"`, `name="page_key" value="till-key"`, `name="once" value="once-1"`,
		`name="email"`, `name="phone"`, `name="phone_country"`, `name="access_id"`, `data-state="ACCEPTED"`, "a•••@example.com",
		`action="`+tillPath+`/send`+query+`"`, `formaction="`+tillPath+`/update`+query+`"`, `href="`+tillPath+`/close`+query+`"`,
		`src="/eu/hpp/payments/`+qrs+`/qr?size=512"`, `href="/eu/hpp/payments/`+qrs+`/poster"`,
		`data-page="`+tillPath+`"`, `data-query="profile_id=till&amp;view_id=SELLER"`, `data-mark="1-pay-x"`,
		"pay.example.com/eu/hpp/access", `<option value="SE" selected>`,
	)
	for _, secret := range []string{token, "data-watch", "Set-Cookie", `class="languages"`, "?lang="} {
		if strings.Contains(w.Body.String(), secret) || w.Header().Get("Set-Cookie") != "" {
			t.Errorf("the module has %s", secret)
		}
	}
}

func TestModuleHandsOnHowItWasCalled(t *testing.T) {
	f := newFake(hpp.PagePay)
	h, _ := server(f)
	for query, want := range map[string]hpp.TillRequest{
		"":                                       {Token: tillToken},
		"?profile_id=till&view_id=self_checkout": {Token: tillToken, ProfileID: "till", ViewID: "self_checkout"},
		"?profile_id={{profile_id}}&view_id={{view_id}}":                        {Token: tillToken, ProfileID: "{{profile_id}}", ViewID: "{{view_id}}"},
		"?profile_id=%7B%7Bprofile_id%7D%7D&view_id=%22%3E%3Cscript%3E&other=1": {Token: tillToken, ProfileID: "{{profile_id}}", ViewID: `"><script>`},
	} {
		w := get(h, tillPath+query)
		if f.till.call != want {
			t.Errorf("%s: called as %+v", query, f.till.call)
		}
		if strings.Contains(w.Body.String(), `"><script>`) || strings.Contains(w.Body.String(), "other=1") {
			t.Errorf("%s: written as it came", query)
		}
	}
}

func TestModuleOffersOnlyWhatItMay(t *testing.T) {
	f := newFake(hpp.PagePay)
	f.till.visit.Channels = []hpp.TillChannel{hpp.TillSMS}
	h, _ := server(f)
	body := get(h, tillPath).Body.String()
	for part, want := range map[string]bool{"send-sms": true, "send-email": false, "send-token": false, "/qr?size": false} {
		if strings.Contains(body, part) != want {
			t.Errorf("%s is there: %t", part, !want)
		}
	}
	if strings.Count(body, "<option") != len(view.Markets) {
		t.Errorf("%d countries", strings.Count(body, "<option"))
	}
}

func TestModuleOfWhatIsOver(t *testing.T) {
	for step, over := range map[hpp.PageState]bool{
		hpp.PagePay: false, hpp.PageChallenge: false, hpp.PageFailed: false, hpp.PageError: false, hpp.PageChecking: false,
		hpp.PageCompleted: true, hpp.PageCancelled: true, hpp.PageDisabled: true, hpp.PageExpired: true,
	} {
		h, _ := server(newFake(step))
		if body := get(h, tillPath).Body.String(); strings.Contains(body, "<form") == over || strings.Contains(body, `id="till" data-over>`) != over {
			t.Errorf("%s: the forms are there: %t", step, over)
		}
	}
}

func TestModuleTellsItsScript(t *testing.T) {
	f := newFake(hpp.PageCompleted)
	f.till.visit.Session.Status, f.till.visit.Session.Result = hpp.Completed, hpp.Result{OrderID: "o", Reference: "K4MZ9T2W"}
	f.till.visit.Distributions = []hpp.Distribution{{Method: hpp.BySMS, MaskedContact: "+46 •• 15", State: hpp.DistributionOpened}}
	h, _ := server(f)
	w := get(h, tillPath+"/status?profile_id=till")
	var news view.TillNews
	if err := json.Unmarshal(w.Body.Bytes(), &news); err != nil || w.Header().Get("Content-Type") != "application/json" {
		t.Fatal(err, w.Header())
	}
	if news.Status != hpp.Completed || news.Reference != "K4MZ9T2W" || !news.Over || news.Closable || len(news.Sent) != 1 || news.Sent[0].State != hpp.DistributionOpened {
		t.Errorf("%+v", news)
	}
	if f.till.call.ProfileID != "till" {
		t.Errorf("the words are not the profile's: %+v", f.till.call)
	}
}

func TestModuleThatIsTooOld(t *testing.T) {
	f := newFake(hpp.PagePay)
	f.till.visit.Profile = hpp.Profile{Locale: "sv-SE", Origins: []string{"https://till.example.com"}}
	h, log := server(f)
	const old = "/eu/hpp/distributions/" + oldToken
	for _, path := range []string{"", "/status", "/live", "/send", "/update", "/close"} {
		w := get(h, old+path)
		status(t, w, http.StatusGone)
		if path != "/live" {
			contains(t, w, "Skärmens tid är slut")
			if got := w.Header().Get("Content-Security-Policy"); !strings.Contains(got, "frame-ancestors https://till.example.com;") {
				t.Errorf("%s: %s", path, got)
			}
		}
	}
	for _, path := range []string{"/send", "/update", "/close"} {
		status(t, post(h, old+path, url.Values{"page_key": {tillKey}}), http.StatusGone)
	}
	if log.Len() != 0 || len(f.till.acts) != 0 {
		t.Errorf("did %v, logged %s", f.till.acts, log)
	}
}

func TestModuleThatOpensNothing(t *testing.T) {
	h, _ := server(newFake(hpp.PagePay))
	plain := nonces.ReplaceAllString(get(h, "/eu/hpp/payments/unknown").Body.String(), "")
	for _, path := range []string{"x", token, tillToken + "x", "%00", "%3Cscript%3E"} {
		for _, below := range []string{"", "/status", "/live", "/send", "/close", "/nothing"} {
			w := get(h, "/eu/hpp/distributions/"+path+below)
			status(t, w, http.StatusNotFound)
			if got := nonces.ReplaceAllString(w.Body.String(), ""); got != plain {
				t.Errorf("%s%s looks different from an unknown link", path, below)
			}
		}
	}
}

func TestModuleFaults(t *testing.T) {
	f := newFake(hpp.PagePay)
	f.till.open = errBroken
	h, log := server(f)
	w := get(h, tillPath)
	status(t, w, http.StatusServiceUnavailable)
	leaksNothing(t, w, log)
	if strings.Contains(log.String(), tillToken) {
		t.Errorf("the token is in the log: %s", log)
	}
}

func TestModuleLive(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newFake(hpp.PagePay)
		s := &Server{Till: &f.till, Live: NewLive()}
		ctx, cancel := context.WithTimeout(t.Context(), 600*time.Millisecond)
		defer cancel()
		r := request(http.MethodGet, tillPath+"/live?mark=0-pay-x", nil).WithContext(ctx)
		r.SetPathValue("token", tillToken)
		w := &wire{ResponseWriter: discarded()}
		s.streamTill(w, r)
		if got := strings.Join(w.lines, " "); got != ": open data: 1-pay-x" {
			t.Errorf("told %q", got)
		}
	})
}
