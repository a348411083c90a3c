package page

import (
	"context"
	"errors"
	"net/http"
	"net/url"

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

// newAccess makes a code. Nobody is known yet, so no key can be asked for: a
// form of another site is refused, and codes are few and short-lived.
func (s *Server) newAccess() http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if !s.sound(w, r) {
			return
		}
		secret, err := s.Visitors.NewAccess(r.Context())
		switch {
		case errors.Is(err, hpp.ErrCrowded):
			w.Header().Set("Retry-After", "60")
			s.render(w, r, http.StatusServiceUnavailable, view.ForUnavailable(s.waiting(r), web.CorrelationID(r.Context())))
			return
		case err != nil:
			s.fail(w, r, err)
			return
		}
		s.redirect(w, s.accessPath()+"/"+url.PathEscape(secret))
	}
}

// shown passes on what a waiting phone may look at. Once there is a payment,
// every address of the phone leads to it.
func (s *Server) shown(next func(http.ResponseWriter, *http.Request, hpp.AccessVisit)) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		visit, err := s.Visitors.ShowAccess(r.Context(), r.PathValue("secret"))
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

func (s *Server) showAccess(w http.ResponseWriter, r *http.Request, visit hpp.AccessVisit) {
	s.render(w, r, http.StatusOK, view.ForCode(visit, s.waiting(r), s.accessPath()))
}

// accessCode is the picture that a till scans.
func (s *Server) accessCode(w http.ResponseWriter, r *http.Request, visit hpp.AccessVisit) {
	if visit.Over {
		s.missing(w, r)
		return
	}
	s.picture(w, r, visit.Code, drawing{style: qr.Plain})
}

func (s *Server) accessLive(w http.ResponseWriter, r *http.Request) {
	peek := func(ctx context.Context) (string, error) {
		visit, err := s.Visitors.ShowAccess(ctx, r.PathValue("secret"))
		return view.AccessMark(visit), err
	}
	s.stream(w, r, peek, func(err error) { s.fail(w, r, err) })
}
