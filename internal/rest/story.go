package rest

import (
	"net/http"
	"time"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/jsonfields"
	"github.com/openhpp/openhpp/internal/merchantapi"
	"github.com/openhpp/openhpp/internal/web"
	openhppwire "github.com/openhpp/openhpp/internal/wire/openhpp"
)

// tellStory tells what happened to a session.
func (s Server) tellStory(w http.ResponseWriter, r *http.Request, m hpp.Merchant) {
	told, err := s.Stories.Read(r.Context(), m, sessionID(r))
	if err != nil {
		refuse(w, r, err)
		return
	}
	web.WriteJSON(w, http.StatusOK, openhppwire.StoryBody(told))
}

// storyLinkLife is how long a story link lives that nobody says more of.
const storyLinkLife = 7 * 24 * time.Hour

// linkStory makes a link to a page that tells a session's story. It can be used
// and withdrawn by anybody who has it, so that asking twice is no harm.
func (s Server) linkStory(w http.ResponseWriter, r *http.Request, m hpp.Merchant) {
	if _, err := s.Lists.DescribeSession(r.Context(), m, sessionID(r)); err != nil {
		refuse(w, r, err)
		return
	}
	life, err := s.storyLife(w, r)
	if err != nil {
		refuse(w, r, err)
		return
	}
	link, err := s.StoryLinks.LinkStory(r.Context(), m, sessionID(r), life)
	if err != nil {
		refuse(w, r, err)
		return
	}
	web.WriteJSON(w, http.StatusCreated, openhppwire.StoryLinkBody(link))
}

// storyLife reads how long a link is to live.
func (s Server) storyLife(w http.ResponseWriter, r *http.Request) (time.Duration, error) {
	var request openhppwire.StoryLinkRequest
	var object jsonfields.Document
	body, err := web.ReadBody(w, r)
	if err == nil && len(body) > 0 {
		object, err = web.DecodeText(body, &request)
	}
	if err != nil {
		return 0, err
	}
	faults := merchantapi.UnknownMembers(object, "expires_in")
	life := storyLinkLife
	if request.ExpiresIn != "" {
		var ok bool
		if life, ok = merchantapi.ParseDuration(request.ExpiresIn); !ok || life < hpp.MinStoryLinkLife || life > hpp.MaxStoryLinkLife {
			faults.Add("expires_in", "must be a time from PT1H to P30D, such as P7D")
		}
	}
	return life, faults.Err()
}

// withdrawStories ends all story links of a session.
func (s Server) withdrawStories(w http.ResponseWriter, r *http.Request, m hpp.Merchant) {
	if err := s.StoryLinks.WithdrawStories(r.Context(), m, sessionID(r)); err != nil {
		refuse(w, r, err)
		return
	}
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(http.StatusNoContent)
}
