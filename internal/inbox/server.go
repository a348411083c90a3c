package inbox

import (
	"errors"
	"net/http"
	"strings"
	"unicode/utf8"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/merchantapi"
	"github.com/openhpp/openhpp/internal/web"
)

// Path is where the inbox is served.
const Path = "/playground/inbox"

// realm is not that of the APIs, so that a browser offers them none of the
// credentials that were typed here.
const realm = "OpenHPP inbox"

// Server is the inbox over HTTP.
type Server struct {
	Store Store
	// Verify answers the merchant with these credentials, or an error as
	// web.BasicAuth wants it.
	Verify merchantapi.Verify
	// APIURL is the base of merchants' calls, for the examples on the pages.
	APIURL string
	// Stop ends all waiting when it is closed, so that a server can stop. It may be nil.
	Stop <-chan struct{}
}

// routes is the whole surface; tests walk it.
func (s Server) routes() []merchantapi.Route {
	const message = Path + "/{message_id}"
	return []merchantapi.Route{
		merchantapi.Call("GET "+Path, web.RateOther, s.list),
		merchantapi.Call("DELETE "+Path, web.RateOther, s.clear),
		merchantapi.Call("GET "+message, web.RateOther, s.message),
		merchantapi.Call("GET "+message+"/html", web.RateOther, s.html),
	}
}

// Mount adds the inbox to a table.
func (s Server) Mount(table *web.Table) {
	merchantapi.Gate{Verify: s.Verify, Realm: realm}.Mount(table, s.routes()...)
}

func (s Server) list(w http.ResponseWriter, r *http.Request, m hpp.Merchant) {
	asked, faults := readQuery(r.URL.RawQuery)
	if len(faults) > 0 {
		web.WriteError(w, r, http.StatusBadRequest, string(hpp.CodeBadValue), faults...)
		return
	}
	found, err := s.await(r.Context(), m.ID(), asked)
	if err != nil {
		web.Fail(w, r, err)
		return
	}
	if web.PrefersPage(w, r) {
		s.showList(w, m, asked.filter, found)
		return
	}
	web.WriteJSON(w, http.StatusOK, encodeMessages(found))
}

func (s Server) message(w http.ResponseWriter, r *http.Request, m hpp.Merchant) {
	found, ok := s.find(w, r, m)
	switch {
	case !ok:
	case web.PrefersPage(w, r):
		s.showMessage(w, found)
	default:
		web.WriteJSON(w, http.StatusOK, encodeMessage(found))
	}
}

func (s Server) clear(w http.ResponseWriter, r *http.Request, m hpp.Merchant) {
	if err := s.Store.Clear(r.Context(), m.ID()); err != nil {
		web.Fail(w, r, err)
		return
	}
	w.WriteHeader(http.StatusNoContent)
}

// find looks up the message in the request's path; if there is none, the
// answer is written.
func (s Server) find(w http.ResponseWriter, r *http.Request, m hpp.Merchant) (Message, bool) {
	id := r.PathValue("message_id")
	found, err := Message{}, ErrUnknown
	if isStorable(id) { // not every database takes all bytes as text
		found, err = s.Store.Message(r.Context(), m.ID(), id)
	}
	switch {
	case errors.Is(err, ErrUnknown):
		web.WriteError(w, r, http.StatusNotFound, string(hpp.CodeNotFound), "Message not found")
	case err != nil:
		web.Fail(w, r, err)
	}
	return found, err == nil
}

// isStorable reports a text that every database can store.
func isStorable(text string) bool { return utf8.ValidString(text) && !strings.ContainsRune(text, 0) }
