package rest

import (
	"iter"
	"net/http"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/merchantapi"
	openhppwire "github.com/openhpp/openhpp/internal/wire/openhpp"
)

// exportPage is how many sessions are read at once for a file.
const exportPage = 100

// exportSessions answers all sessions of a list as a file.
func (s Server) exportSessions(w http.ResponseWriter, r *http.Request, m hpp.Merchant) {
	q := merchantapi.NewQuery(r)
	filter := sessionFilter(q)
	if err := q.Err(); err != nil {
		refuse(w, r, err)
		return
	}
	s.exports.Serve(w, r, m, openhppwire.SessionColumns, s.sessionRows(r, m, filter), refuse)
}

// sessionRows are the rows of a list, page after page.
func (s Server) sessionRows(r *http.Request, m hpp.Merchant, filter hpp.SessionFilter) iter.Seq2[[]string, error] {
	return func(yield func([]string, error) bool) {
		var place hpp.ListPlace
		for {
			page, err := s.Lists.ListSessions(r.Context(), m, filter, place, exportPage)
			if err != nil {
				yield(nil, err)
				return
			}
			for _, session := range page.Sessions {
				if !yield(openhppwire.SessionRow(session), nil) {
					return
				}
			}
			if page.Next == nil {
				return
			}
			place = *page.Next
		}
	}
}
