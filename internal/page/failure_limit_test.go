package page

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/web"
)

// declining declines whoever pays with an address of declined.example, and finds
// every code wrong.
type declining struct{ *fake }

func (d declining) Pay(ctx context.Context, page hpp.PageView, form hpp.PayForm) (hpp.PageView, error) {
	if form.Payer.Email == "kim@declined.example" {
		d.visit.Session.Declines++
	}
	return d.fake.Pay(ctx, page, form)
}

func (d declining) Confirm(ctx context.Context, page hpp.PageView, code string) (hpp.PageView, error) {
	d.visit.Session.WrongCodes++
	return d.fake.Confirm(ctx, page, code)
}

// A network whose payments fail again and again waits, whatever link it has
// next; others, and those who pay, notice nothing.
func TestANetworkFailsSoOften(t *testing.T) {
	for path, step := range map[string]hpp.PageState{"/pay": hpp.PagePay, "/challenge": hpp.PageChallenge} {
		synctest.Test(t, func(t *testing.T) {
			const most = 3
			f := newFake(step)
			h := web.NewTable()
			s := serverOf(f, io.Discard)
			s.Payments, s.FailureLimit = declining{f}, NewFailureLimit(most)
			s.Mount(h)
			try := func(network int, email string) *httptest.ResponseRecorder {
				form := url.Values{"page_key": {formOK}, "otp": {"123456"}, "email": {email}}
				r := request(http.MethodPost, below+path, strings.NewReader(form.Encode()))
				r.RemoteAddr = fmt.Sprintf("198.51.%d.7:1000", network)
				return serve(h, r)
			}
			for range 2 * most {
				if path == "/pay" && try(1, "kim@paid.example").Code == http.StatusTooManyRequests {
					t.Fatal("payments that did not fail are counted")
				}
			}
			for i := range most {
				if got := try(1, "kim@declined.example").Code; got == http.StatusTooManyRequests {
					t.Fatalf("%s: failure %d is refused", path, i+1)
				}
			}
			acts := len(f.acts)
			refused := try(1, "kim@declined.example")
			if refused.Code != http.StatusTooManyRequests || refused.Header().Get("Retry-After") != "600" || len(f.acts) != acts {
				t.Errorf("%s: one more: %d, Retry-After %q, the core was asked: %t", path, refused.Code, refused.Header().Get("Retry-After"), len(f.acts) > acts)
			}
			if got := try(2, "kim@declined.example").Code; got == http.StatusTooManyRequests {
				t.Errorf("%s: another network is refused", path)
			}
			<-time.After(failureSpan)
			if got := try(1, "kim@declined.example").Code; got == http.StatusTooManyRequests {
				t.Errorf("%s: still refused after the span", path)
			}
		})
	}
}
