package rest

import (
	"net/http"
	"time"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/merchantapi"
	"github.com/openhpp/openhpp/internal/web"
	openhppwire "github.com/openhpp/openhpp/internal/wire/openhpp"
)

// Bounds of what a list asks for, in characters.
const (
	maxName    = 255 // of an id or a reference
	maxContact = 320 // of an e-mail address or a phone number
)

// sessionFilter reads what a list of sessions asks for; its faults are the query's.
func sessionFilter(q *merchantapi.Query) hpp.SessionFilter {
	return hpp.SessionFilter{
		Statuses: merchantapi.OneOf(q, "status", hpp.Statuses), Reference: q.Text("reference", maxName), OrderID: q.Text("order_id", maxName),
		KlarnaReference: q.Text("klarna_reference", maxName), PaymentSessionID: q.Text("payment_session_id", maxName),
		Contact: q.Text("contact", maxContact), ProfileID: q.Text("profile_id", maxName), Any: q.Text("q", maxName),
		From: q.Time("created_from"), To: q.Time("created_to"),
	}
}

// sessionPlace is a cursor's place in a list of sessions: Unix milliseconds and an id.
type sessionPlace struct {
	At int64         `json:"t"`
	ID hpp.SessionID `json:"s"`
}

func (p sessionPlace) place() hpp.ListPlace {
	if p.ID == "" {
		return hpp.ListPlace{}
	}
	return hpp.ListPlace{At: time.UnixMilli(p.At).UTC(), ID: p.ID}
}

// listSessions lists a merchant's sessions, or finds some, the newest first.
func (s Server) listSessions(w http.ResponseWriter, r *http.Request, m hpp.Merchant) {
	q := merchantapi.NewQuery(r)
	filter, limit := sessionFilter(q), q.Limit()
	var place sessionPlace
	q.Cursor(r.URL.Path, &place)
	if err := q.Err(); err != nil {
		refuse(w, r, err)
		return
	}
	page, err := s.Lists.ListSessions(r.Context(), m, filter, place.place(), limit)
	if err != nil {
		refuse(w, r, err)
		return
	}
	list := openhppwire.SessionList{Sessions: make([]openhppwire.Session, 0, len(page.Sessions))}
	for _, session := range page.Sessions {
		list.Sessions = append(list.Sessions, openhppwire.SessionBody(session))
	}
	if page.Next != nil {
		list.Next = q.Next(r.URL.Path, sessionPlace{page.Next.At.UnixMilli(), page.Next.ID})
	}
	web.WriteJSON(w, http.StatusOK, list)
}

// inclusion is what a session is shown with beyond itself.
type inclusion string

const includeLinks inclusion = "links"

// describe tells how a session stands, also after its end.
func (s Server) describe(w http.ResponseWriter, r *http.Request, m hpp.Merchant) {
	session, err := s.Lists.DescribeSession(r.Context(), m, sessionID(r))
	if err != nil {
		refuse(w, r, err)
		return
	}
	q := merchantapi.NewQuery(r)
	included := merchantapi.OneOf(q, "include", []inclusion{includeLinks})
	if err := q.Err(); err != nil {
		refuse(w, r, err)
		return
	}
	body := openhppwire.SessionBody(session)
	if len(included) > 0 {
		self := s.Links.SessionURL(session.Session)
		body.Links = &openhppwire.SessionLinks{
			SessionURL: self, RedirectURL: s.Links.PageURL(session.Session), QRCodeURL: s.Links.QRURL(session.Session), DistributionURL: self + "/distribution",
		}
	}
	web.WriteJSON(w, http.StatusOK, body)
}

// reopen lets payers try again after too many attempts have failed. Asking
// twice is asking once.
func (s Server) reopen(w http.ResponseWriter, r *http.Request, m hpp.Merchant) {
	if _, err := s.Sessions.Reopen(r.Context(), m, sessionID(r)); err != nil {
		refuse(w, r, err)
		return
	}
	session, err := s.Lists.DescribeSession(r.Context(), m, sessionID(r))
	if err != nil {
		refuse(w, r, err)
		return
	}
	web.WriteJSON(w, http.StatusOK, openhppwire.SessionBody(session))
}

// disableExtended is disable where what is illegal is 409. Asking twice is asking
// once.
func (s Server) disableExtended(w http.ResponseWriter, r *http.Request, m hpp.Merchant) {
	if err := s.Sessions.Disable(r.Context(), m, sessionID(r)); err != nil {
		refuseExtended(w, r, err)
		return
	}
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(http.StatusNoContent)
}
