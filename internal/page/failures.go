package page

import (
	"context"
	"net/http"
	"time"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/page/view"
	"github.com/openhpp/openhpp/internal/web"
)

// failuresSpan is the time over which failed payments of a network are counted.
const failuresSpan = 10 * time.Minute

// Failures bounds how many declines and wrong codes one client network may have
// in ten minutes, over all payments: each session slows down whoever guesses on
// it, but somebody may have many links. nil bounds nothing.
type Failures struct{ seen *web.Window[string] }

// NewFailures makes a bound of most failures, which is none for 0.
func NewFailures(most int) *Failures {
	if most == 0 {
		return nil
	}
	return &Failures{web.NewWindow[string](most, failuresSpan, networks)}
}

// wait is how long a client's network has to wait for its next try.
func (f *Failures) wait(r *http.Request) time.Duration {
	if f == nil {
		return 0
	}
	return f.seen.Wait(web.ClientNetwork(r), time.Now())
}

type failedKey struct{}

// count takes down a failure once a try has ended. before is what bounded found.
func (f *Failures) count(r *http.Request, after hpp.Session) {
	before, tried := r.Context().Value(failedKey{}).(int)
	if f != nil && tried && failed(after) > before {
		f.seen.Take(web.ClientNetwork(r), time.Now())
	}
}

func failed(s hpp.Session) int { return s.Declines + s.WrongCodes }

// bounded lets a try through while its network may try, and shows the form again
// with the time to wait otherwise.
func (s *Server) bounded(try act) act {
	return func(w http.ResponseWriter, r *http.Request, visit hpp.PageView) {
		wait := s.Failures.wait(r)
		if wait == 0 {
			try(w, r.WithContext(context.WithValue(r.Context(), failedKey{}, failed(visit.Session))), visit)
			return
		}
		visit.RetryAfter = max(visit.RetryAfter, wait)
		waitFor(w, &hpp.Error{RetryAfter: visit.RetryAfter})
		screen := s.screen(r, visit)
		if visit.State == hpp.PagePay {
			form := payForm(r.PostForm)
			screen = view.ForCorrection(visit, s.dressed(r, visit), view.Correction{Payer: form.Payer, Category: form.Category, Delivery: form.Delivery})
		}
		s.render(w, r, http.StatusTooManyRequests, screen)
	}
}
