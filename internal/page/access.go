package page

import (
	"context"
	"errors"
	"math"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/page/view"
	"github.com/openhpp/openhpp/internal/qr"
	"github.com/openhpp/openhpp/internal/web"
)

// accessPath is where a payer without a link asks for a code.
func (s *Server) accessPath() string { return s.prefix() + "/" + s.Region + "/hpp/access" }

// waiting is the site of a phone that shows a code.
func (s *Server) waiting(r *http.Request) view.Site {
	site := s.site(r)
	site.Path = s.accessPath()
	if secret := r.PathValue("secret"); secret != "" {
		site.Path += "/" + url.PathEscape(secret)
	}
	return site
}

func (s *Server) access(w http.ResponseWriter, r *http.Request) {
	s.render(w, r, http.StatusOK, view.ForAccess(s.waiting(r)))
}

// How many codes a network may ask for. Those that wait are bounded in the
// store; this keeps it from being asked.
const (
	codesAsked = 5
	codesSpan  = time.Minute
	networks   = 10_000 // that are remembered
)

// newAccess makes a code. Nobody is known yet, so no key can be asked for: a
// form of another site is refused, and codes are few for each network and
// short-lived.
func (s *Server) newAccess() http.HandlerFunc {
	asked := web.NewWindow[string](codesAsked, codesSpan, networks)
	return func(w http.ResponseWriter, r *http.Request) {
		if !s.sound(w, r) {
			return
		}
		network := web.ClientNetwork(r)
		if _, wait := asked.Take(network, time.Now()); wait > 0 {
			s.crowded(w, r, http.StatusTooManyRequests, wait)
			return
		}
		secret, err := s.Visitors.IssueAccessCode(r.Context(), network)
		switch {
		case errors.Is(err, hpp.ErrTooManyAccessCodes):
			s.crowded(w, r, http.StatusServiceUnavailable, codesSpan)
			return
		case err != nil:
			s.fail(w, r, err)
			return
		}
		s.redirect(w, s.accessPath()+"/"+url.PathEscape(secret))
	}
}

// crowded tells a phone that it gets a code later.
func (s *Server) crowded(w http.ResponseWriter, r *http.Request, status int, wait time.Duration) {
	w.Header().Set("Retry-After", strconv.Itoa(int(math.Ceil(wait.Seconds()))))
	s.render(w, r, status, view.ForUnavailable(s.waiting(r), web.CorrelationID(r.Context())))
}

// shown passes on what a waiting phone may look at. Once there is a payment,
// every address of the phone leads to it.
func (s *Server) shown(next func(http.ResponseWriter, *http.Request, hpp.AccessView)) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		visit, err := s.Visitors.ViewAccessCode(r.Context(), r.PathValue("secret"))
		switch {
		case err != nil:
			s.fail(w, r, err)
		case visit.Link != "":
			s.redirect(w, s.prefix()+"/"+s.Region+"/hpp/payments/"+visit.Link)
		default:
			next(w, r, visit)
		}
	}
}

func (s *Server) showAccess(w http.ResponseWriter, r *http.Request, visit hpp.AccessView) {
	s.render(w, r, http.StatusOK, view.ForCode(visit, s.waiting(r), s.accessPath()))
}

// accessCode is the picture that a till scans.
func (s *Server) accessCode(w http.ResponseWriter, r *http.Request, visit hpp.AccessView) {
	if visit.Expired {
		s.missing(w, r)
		return
	}
	s.picture(w, r, visit.Code, drawing{style: qr.Plain})
}

func (s *Server) accessLive(w http.ResponseWriter, r *http.Request) {
	peek := func(ctx context.Context) (string, error) {
		visit, err := s.Visitors.ViewAccessCode(ctx, r.PathValue("secret"))
		return view.AccessMark(visit), err
	}
	s.stream(w, r, peek, func(err error) { s.fail(w, r, err) })
}
