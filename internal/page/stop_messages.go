package page

import (
	"mime"
	"net/http"
	"net/url"
	"strings"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/page/view"
)

// stopSite is the site of a page that stops messages.
func (s *Server) stopSite(r *http.Request) view.Site {
	site := s.site(r)
	site.Path = s.prefix() + "/" + s.Region + "/hpp/stop/" + url.PathEscape(r.PathValue("token"))
	return site
}

// confirmStop asks before messages are stopped: mail scanners open the link too.
func (s *Server) confirmStop(w http.ResponseWriter, r *http.Request) {
	stop, err := s.Messages.ViewStop(r.Context(), r.PathValue("token"))
	if err != nil {
		s.fail(w, r, err)
		return
	}
	s.render(w, r, http.StatusOK, view.ForStop(stop, s.stopSite(r)))
}

// stopMessages stops the messages, for whoever presses the page's button and for mail
// programs that do so by themselves (RFC 8058): those send no origin and know
// no key, but the link's own token. They follow no redirect, so the answer says
// at once that it is done.
func (s *Server) stopMessages() http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if s.isCrossSite(r) {
			s.render(w, r, http.StatusForbidden, view.ForRejected(hpp.PageView{}, s.site(r)))
			return
		}
		if status := parseStopForm(w, r); status != http.StatusOK {
			s.render(w, r, status, view.ForUnusable(s.site(r)))
			return
		}
		if err := s.Messages.StopMessages(r.Context(), r.PathValue("token")); err != nil {
			s.fail(w, r, err)
			return
		}
		s.confirmStop(w, r)
	}
}

// parseStopForm reads a body that must say what RFC 8058 has it say, in either of
// its two forms, and answers the status of what is wrong with it.
func parseStopForm(w http.ResponseWriter, r *http.Request) int {
	status := http.StatusOK
	if kind, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type")); kind == "multipart/form-data" {
		r.Body = http.MaxBytesReader(w, r.Body, maxForm)
		if err := r.ParseMultipartForm(maxForm); err != nil {
			return http.StatusBadRequest
		}
	} else {
		status = parseForm(w, r)
	}
	if status == http.StatusOK && !strings.EqualFold(r.PostForm.Get("List-Unsubscribe"), "One-Click") {
		return http.StatusBadRequest
	}
	return status
}
