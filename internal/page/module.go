package page

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"net/url"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/page/view"
)

// atTill is an answer of the distribution module, once it is known to open.
type atTill func(http.ResponseWriter, *http.Request, hpp.TillView)

// opened opens the module at the request's address. Where its profile names
// origins that may frame it, every answer from here on says so.
func (s *Server) opened(next atTill) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		visit, err := s.Modules.OpenTill(r.Context(), moduleCall(r))
		if err != nil {
			s.failModule(w, r, visit, err)
			return
		}
		s.policy(w.Header(), "", s.till(r, visit).Framers)
		next(w, r, visit)
	}
}

// moduleCall is how the module was asked for. Placeholders that an integrator
// left in the address are the core's to understand.
func moduleCall(r *http.Request) hpp.TillRequest {
	q := r.URL.Query()
	return hpp.TillRequest{Token: r.PathValue("token"), ProfileID: q.Get("profile_id"), ViewID: q.Get("view_id")}
}

// till is the site of a module. Its addresses keep the profile and the view.
func (s *Server) till(r *http.Request, visit hpp.TillView) view.Site {
	site := s.site(r)
	site.Path = s.prefix() + "/" + s.Region + "/hpp/distributions/" + url.PathEscape(r.PathValue("token"))
	kept := url.Values{}
	for _, name := range []string{"profile_id", "view_id"} {
		if given := r.URL.Query()[name]; len(given) > 0 {
			kept.Set(name, given[0])
		}
	}
	site.Query = kept.Encode()
	site.QR = s.prefix() + s.below(visit.QRToken)
	site.Access = site.Host + s.prefix() + "/" + s.Region + "/hpp/access"
	site.Countries, site.Framers = s.Countries, framers(visit.Profile.Origins)
	return site
}

// dressedTill is till with the pictures that the session's merchant wants.
func (s *Server) dressedTill(r *http.Request, visit hpp.TillView) view.Site {
	site := s.till(r, visit)
	if pictures := s.dressed(r, visit.PageView); pictures.PicturePath != "" {
		site.Pictures, site.PicturePath = pictures.Pictures, pictures.PicturePath
	}
	return site
}

func (s *Server) showModule(w http.ResponseWriter, r *http.Request, visit hpp.TillView) {
	s.render(w, r, http.StatusOK, view.ForModule(visit, s.dressedTill(r, visit), view.Returned{}))
}

// news is what an open module shows anew, for its script.
func (s *Server) news(w http.ResponseWriter, r *http.Request, visit hpp.TillView) {
	text, err := json.Marshal(view.ForNews(visit, s.till(r, visit)))
	if err != nil {
		s.failModule(w, r, visit, err)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	_, _ = w.Write(text)
}

// moduleLive is live for a module.
func (s *Server) moduleLive(w http.ResponseWriter, r *http.Request) {
	peek := func(ctx context.Context) (string, error) { return s.Modules.PeekTill(ctx, r.PathValue("token")) }
	s.stream(w, r, peek, func(err error) { s.failModule(w, r, hpp.TillView{}, err) })
}

// toModule leads back to the module's own address.
func (s *Server) toModule(w http.ResponseWriter, r *http.Request, visit hpp.TillView) {
	site := s.till(r, visit)
	if site.Query != "" {
		site.Path += "?" + site.Query
	}
	s.redirect(w, site.Path)
}

// failModule is fail for a module; of the visit only what OpenModule answers
// beside an error need be there.
func (s *Server) failModule(w http.ResponseWriter, r *http.Request, visit hpp.TillView, err error) {
	if errors.Is(err, hpp.ErrTillTokenExpired) {
		s.render(w, r, http.StatusGone, view.ForModuleOver(visit, s.till(r, visit)))
		return
	}
	s.fail(w, r, err)
}
