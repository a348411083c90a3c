package page

import (
	"context"
	"net/http"
	"time"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/page/view"
	"github.com/openhpp/openhpp/internal/web"
)

// failureSpan is the time over which failed payments of a network are counted.
const failureSpan = 10 * time.Minute

// rememberedNetworks are those whose failures are remembered at once.
const rememberedNetworks = 10_000

// FailureLimit bounds how many declines and wrong codes one client network may have
// in ten minutes, over all payments: each session slows down guesses on
// it, but one payer may have many links. nil bounds nothing.
type FailureLimit struct{ window *web.Window[string] }

// NewFailureLimit makes a bound of most failures, which is none for 0.
func NewFailureLimit(most int) *FailureLimit {
	if most == 0 {
		return nil
	}
	return &FailureLimit{web.NewWindow[string](most, failureSpan, rememberedNetworks)}
}

// wait is how long a client's network has to wait for its next try.
func (f *FailureLimit) wait(r *http.Request) time.Duration {
	if f == nil {
		return 0
	}
	return f.window.Wait(web.ClientNetwork(r), time.Now())
}

type failuresBeforeKey struct{}

// count takes down a failure once a try has ended. before is what bounded found.
func (f *FailureLimit) count(r *http.Request, after hpp.Session) {
	before, tried := r.Context().Value(failuresBeforeKey{}).(int)
	if f != nil && tried && failureCount(after) > before {
		f.window.Take(web.ClientNetwork(r), time.Now())
	}
}

func failureCount(s hpp.Session) int { return s.Declines + s.WrongCodes }

// limitFailures lets a try through while its network may try, and shows the form again
// with the time to wait otherwise.
func (s *Server) limitFailures(try payerHandler) payerHandler {
	return func(w http.ResponseWriter, r *http.Request, page hpp.PageView) {
		wait := s.FailureLimit.wait(r)
		if wait == 0 {
			try(w, r.WithContext(context.WithValue(r.Context(), failuresBeforeKey{}, failureCount(page.Session))), page)
			return
		}
		page.RetryAfter = max(page.RetryAfter, wait)
		setRetryAfter(w, &hpp.Error{RetryAfter: page.RetryAfter})
		screen := s.screen(r, page)
		if page.State == hpp.PagePay {
			form := readPayForm(r.PostForm)
			screen = view.ForCorrection(page, s.brandedSite(r, page), view.Correction{Payer: form.Payer, Category: form.Category, Shipping: form.Delivery})
		}
		s.render(w, r, http.StatusTooManyRequests, screen)
	}
}
