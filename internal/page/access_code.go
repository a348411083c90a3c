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

// accessSite is the site of a phone that shows a code.
func (s *Server) accessSite(r *http.Request) view.Site {
	site := s.site(r)
	site.Path = s.accessPath()
	if secret := r.PathValue("secret"); secret != "" {
		site.Path += "/" + url.PathEscape(secret)
	}
	return site
}

func (s *Server) showAccessStart(w http.ResponseWriter, r *http.Request) {
	s.render(w, r, http.StatusOK, view.ForAccess(s.accessSite(r)))
}

// How many codes a network may ask for. Those that wait are bounded in the
// store; this keeps it from being asked.
const (
	maxAccessCodes = 5
	accessCodeSpan = time.Minute
)

// issueAccessCode makes a code. Nobody is known yet, so no key can be asked for: a
// form of another site is refused, and codes are few for each network and
// short-lived.
func (s *Server) issueAccessCode() http.HandlerFunc {
	asked := web.NewNetworkShare(maxAccessCodes, accessCodeSpan)
	return func(w http.ResponseWriter, r *http.Request) {
		if !s.validForm(w, r) {
			return
		}
		if wait := asked.Take(r); wait > 0 {
			s.refuseAccessCode(w, r, http.StatusTooManyRequests, wait)
			return
		}
		secret, err := s.AccessCodes.IssueAccessCode(r.Context(), web.ClientNetwork(r))
		switch {
		case errors.Is(err, hpp.ErrTooManyAccessCodes):
			s.refuseAccessCode(w, r, http.StatusServiceUnavailable, accessCodeSpan)
			return
		case err != nil:
			s.fail(w, r, err)
			return
		}
		s.redirect(w, s.accessPath()+"/"+url.PathEscape(secret))
	}
}

// refuseAccessCode tells a phone that it gets a code later.
func (s *Server) refuseAccessCode(w http.ResponseWriter, r *http.Request, status int, wait time.Duration) {
	w.Header().Set("Retry-After", strconv.Itoa(int(math.Ceil(wait.Seconds()))))
	s.render(w, r, status, view.ForUnavailable(s.accessSite(r), web.CorrelationID(r.Context())))
}

// withAccessCode passes on what a waiting phone may show. Once there is a
// payment, every address of the phone leads to it.
func (s *Server) withAccessCode(next func(http.ResponseWriter, *http.Request, hpp.AccessView)) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		access, err := s.AccessCodes.ViewAccessCode(r.Context(), r.PathValue("secret"))
		switch {
		case err != nil:
			s.fail(w, r, err)
		case access.Link != "":
			s.redirect(w, s.prefix()+"/"+s.Region+"/hpp/payments/"+access.Link)
		default:
			next(w, r, access)
		}
	}
}

func (s *Server) showAccessCode(w http.ResponseWriter, r *http.Request, access hpp.AccessView) {
	s.render(w, r, http.StatusOK, view.ForCode(access, s.accessSite(r), s.accessPath()))
}

// serveAccessQR is the picture that a till scans.
func (s *Server) serveAccessQR(w http.ResponseWriter, r *http.Request, access hpp.AccessView) {
	if access.Expired {
		s.answerMissing(w, r)
		return
	}
	s.serveQR(w, r, access.Code, qrOptions{style: qr.DefaultStyle})
}

func (s *Server) streamAccessCode(w http.ResponseWriter, r *http.Request) {
	secret := r.PathValue("secret")
	watch := accessWatch{s.AccessCodes.WatchAccessCode(secret), s.AccessCodes, secret}
	defer watch.Close()
	s.stream(w, r, watch, func(err error) { s.fail(w, r, err) })
}

// accessWatch is the hpp.Watch of a phone that shows a code.
type accessWatch struct {
	hpp.Subscription
	codes  hpp.AccessCodes
	secret string
}

// Tag implements hpp.Watch.
func (a accessWatch) Tag(ctx context.Context) (string, error) {
	access, err := a.codes.ViewAccessCode(ctx, a.secret)
	return view.AccessTag(access), err
}
