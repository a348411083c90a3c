package page

import (
	"crypto/subtle"
	"errors"
	"mime"
	"net/http"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/page/view"
	"github.com/openhpp/openhpp/internal/web"
)

// maxForm bounds a form's body, in bytes.
const maxForm = 64 << 10

// payerHandler is what a form does once it is known to be ours.
type payerHandler func(http.ResponseWriter, *http.Request, hpp.PageView)

// withForm lets only forms of our own pages through: small, urlencoded, from this
// origin and with the session's page_key. What can be said without looking
// the link up is said first and alike for every link.
func (s *Server) withForm(next payerHandler) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if !s.validForm(w, r) {
			return
		}
		page, err := s.openPage(r)
		if err != nil {
			s.fail(w, r, err)
			return
		}
		if !keysMatch(r.PostForm.Get("page_key"), page.FormKey) {
			s.render(w, r, http.StatusForbidden, view.ForRejected(page, s.brandedSite(r, page)))
			return
		}
		// Only now is a person there: scanners open pages, but press nothing.
		if number := distributionNumber(r); number > 0 {
			s.Messages.RecordOpened(r.Context(), page, number)
		}
		next(w, r, page)
	}
}

// validForm reports a form that can be one of ours: of this origin, small and
// urlencoded. Others are answered here.
func (s *Server) validForm(w http.ResponseWriter, r *http.Request) bool {
	if s.isCrossSite(r) {
		s.render(w, r, http.StatusForbidden, view.ForRejected(hpp.PageView{}, s.site(r)))
		return false
	}
	if status := parseForm(w, r); status != http.StatusOK {
		s.render(w, r, status, view.ForUnusable(s.site(r)))
		return false
	}
	return true
}

// isCrossSite reports a form of another origin. Under our own Referrer-Policy
// browsers call the origin of our forms "null", and outside TLS they send no
// Sec-Fetch-Site beside it: then the page key alone decides.
func (s *Server) isCrossSite(r *http.Request) bool {
	if r.Header.Get("Sec-Fetch-Site") == "" && r.Header.Get("Origin") == "null" {
		return false
	}
	return web.OriginsOf(s.PublicURL).Foreign(r)
}

// parseForm reads the body into r.PostForm and answers the status of what is
// wrong with it.
func parseForm(w http.ResponseWriter, r *http.Request) int {
	kind, _, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if err != nil || kind != "application/x-www-form-urlencoded" {
		return http.StatusUnsupportedMediaType
	}
	r.Body = http.MaxBytesReader(w, r.Body, maxForm)
	if err := r.ParseForm(); err != nil {
		if _, large := errors.AsType[*http.MaxBytesError](err); large {
			return http.StatusRequestEntityTooLarge
		}
		return http.StatusBadRequest
	}
	return http.StatusOK
}

// keysMatch compares in constant time; a session without a key accepts no form.
func keysMatch(given, key string) bool {
	return key != "" && subtle.ConstantTimeCompare([]byte(given), []byte(key)) == 1
}
