package page

import (
	"encoding/json"
	"errors"
	"net/http"
	"net/url"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/page/view"
)

// tillHandler is an answer of the distribution module, once it is known to open.
type tillHandler func(http.ResponseWriter, *http.Request, hpp.TillView)

// withTill opens the module at the request's address. Where its profile names
// origins that may frame it, every answer from here on says so.
func (s *Server) withTill(next tillHandler) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		till, err := s.Till.OpenTill(r.Context(), tillRequest(r))
		if err != nil {
			s.failTill(w, r, till, err)
			return
		}
		s.setSecurityHeaders(w.Header(), "", s.tillSite(r, till).Framers)
		next(w, r, till)
	}
}

// tillRequest is how the module was asked for. Placeholders that an integrator
// left in the address are the core's to understand.
func tillRequest(r *http.Request) hpp.TillRequest {
	q := r.URL.Query()
	return hpp.TillRequest{Token: r.PathValue("token"), ProfileID: q.Get("profile_id"), ViewID: q.Get("view_id")}
}

// tillSite is the site of a module. Its addresses keep the profile and the view.
func (s *Server) tillSite(r *http.Request, till hpp.TillView) view.Site {
	site := s.site(r)
	site.Path = s.prefix() + "/" + s.Region + "/hpp/distributions/" + url.PathEscape(r.PathValue("token"))
	kept := url.Values{}
	for _, name := range []string{"profile_id", "view_id"} {
		if given := r.URL.Query()[name]; len(given) > 0 {
			kept.Set(name, given[0])
		}
	}
	site.Query = kept.Encode()
	site.QR = s.prefix() + s.pagePath(till.QRToken)
	site.Access = site.Host + s.prefix() + "/" + s.Region + "/hpp/access"
	site.Countries, site.Framers = s.Countries, frameAncestors(till.Profile.Origins)
	return site
}

// brandedTillSite is till with the pictures that the session's merchant wants.
func (s *Server) brandedTillSite(r *http.Request, till hpp.TillView) view.Site {
	site := s.tillSite(r, till)
	if pictures := s.brandedSite(r, till.PageView); pictures.ImagePath != "" {
		site.Images, site.ImagePath = pictures.Images, pictures.ImagePath
	}
	return site
}

func (s *Server) showTill(w http.ResponseWriter, r *http.Request, till hpp.TillView) {
	s.render(w, r, http.StatusOK, view.ForTill(till, s.brandedTillSite(r, till), view.RejectedSend{}))
}

// serveTillStatus is the changed part of an open till page, for its script.
func (s *Server) serveTillStatus(w http.ResponseWriter, r *http.Request, till hpp.TillView) {
	text, err := json.Marshal(view.ForTillNews(till, s.tillSite(r, till)))
	if err != nil {
		s.failTill(w, r, till, err)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	_, _ = w.Write(text)
}

// streamTill is live for a module.
func (s *Server) streamTill(w http.ResponseWriter, r *http.Request) {
	fail := func(err error) { s.failTill(w, r, hpp.TillView{}, err) }
	watch, err := s.Till.WatchTill(r.Context(), r.PathValue("token"))
	if err != nil {
		fail(err)
		return
	}
	defer watch.Close()
	s.stream(w, r, watch, fail)
}

// redirectToTill leads back to the module's own address.
func (s *Server) redirectToTill(w http.ResponseWriter, r *http.Request, till hpp.TillView) {
	site := s.tillSite(r, till)
	if site.Query != "" {
		site.Path += "?" + site.Query
	}
	s.redirect(w, site.Path)
}

// failTill is fail for a module; of the till only what OpenModule answers
// beside an error need be there.
func (s *Server) failTill(w http.ResponseWriter, r *http.Request, till hpp.TillView, err error) {
	if errors.Is(err, hpp.ErrTillTokenExpired) {
		s.render(w, r, http.StatusGone, view.ForTillEnded(till, s.tillSite(r, till)))
		return
	}
	s.fail(w, r, err)
}
