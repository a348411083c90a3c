package rest

import (
	"net/http"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/web"
	openhppwire "github.com/openhpp/openhpp/internal/wire/openhpp"
)

func profileID(r *http.Request) string { return r.PathValue("profile_id") }

func (s Server) listProfiles(w http.ResponseWriter, r *http.Request, m hpp.Merchant) {
	all, err := s.Profiles.ListProfiles(r.Context(), m)
	if err != nil {
		refuse(w, r, err)
		return
	}
	list := openhppwire.ProfileList{Profiles: make([]openhppwire.Profile, 0, len(all))}
	for _, p := range all {
		list.Profiles = append(list.Profiles, openhppwire.ProfileBody(p))
	}
	web.WriteJSON(w, http.StatusOK, list)
}

func (s Server) readProfile(w http.ResponseWriter, r *http.Request, m hpp.Merchant) {
	p, err := s.Profiles.Profile(r.Context(), m, profileID(r))
	if err != nil {
		refuse(w, r, err)
		return
	}
	web.WriteJSON(w, http.StatusOK, openhppwire.ProfileBody(p))
}

// putProfile makes a profile under the id that the merchant chose, or takes
// the place of an older one: asking twice is asking once.
func (s Server) putProfile(w http.ResponseWriter, r *http.Request, m hpp.Merchant) {
	var request openhppwire.ProfileRequest
	object, err := web.Decode(w, r, &request)
	if err != nil {
		refuse(w, r, err)
		return
	}
	p, created, err := s.Profiles.PutProfile(r.Context(), m, profileID(r), request.Draft(object.Has("options", "payment_fallback")))
	if err != nil {
		refuse(w, r, err)
		return
	}
	status := http.StatusOK
	if created {
		status = http.StatusCreated
	}
	web.WriteJSON(w, status, openhppwire.ProfileBody(p))
}

func (s Server) deleteProfile(w http.ResponseWriter, r *http.Request, m hpp.Merchant) {
	if err := s.Profiles.DeleteProfile(r.Context(), m, profileID(r)); err != nil {
		refuse(w, r, err)
		return
	}
	w.WriteHeader(http.StatusNoContent)
}

// previewProfile shows the page that a profile would give, to people.
func (s Server) previewProfile(w http.ResponseWriter, r *http.Request, m hpp.Merchant) {
	p, err := s.Profiles.PreviewProfile(r.Context(), m, profileID(r), r.URL.Query().Get("color_scheme"))
	if err != nil {
		refuse(w, r, err)
		return
	}
	s.Preview.ServePreview(w, r, p)
}
