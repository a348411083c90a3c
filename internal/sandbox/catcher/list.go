package catcher

import (
	"context"
	"encoding/base64"
	"net/http"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/merchantapi"
	"github.com/openhpp/openhpp/internal/web"
	hppwire "github.com/openhpp/openhpp/internal/wire/hpp"
	wire "github.com/openhpp/openhpp/internal/wire/sandbox"
)

// listPath is where the list is.
const listPath = "/sandbox/v1/caught"

// list answers what was caught, the newest first, at once or as soon as something
// matches.
func (s *Server) list(w http.ResponseWriter, r *http.Request, m hpp.Merchant) {
	q := merchantapi.NewQuery(r)
	filter := Filter{Name: q.Text("name", 64), SessionID: q.Text("session_id", maxTold), Status: strings.ToUpper(q.Text("status", maxTold))}
	limit, before := q.Limit(), ""
	wait, waitErr := strconv.ParseUint("0"+q.Text("wait", 2), 10, 8)
	q.Cursor(listPath, &before)
	err := q.Err()
	if err == nil && (waitErr != nil || wait > maxListWait) {
		err = &hpp.Error{Code: hpp.CodeBadValue, Messages: []string{"Bad value: wait (must be whole seconds from 0 to " + strconv.Itoa(maxListWait) + ")"}}
	}
	if err != nil {
		refuse(w, r, err)
		return
	}
	found, err := s.await(r.Context(), m.ID(), time.Duration(wait)*time.Second, func(ctx context.Context) ([]Caught, error) {
		return s.Store.Caught(ctx, m.ID(), filter, before, limit+1)
	})
	if err != nil {
		web.Fail(w, r, err)
		return
	}
	answer := wire.CaughtList{Caught: []wire.Caught{}}
	if len(found) > limit {
		found = found[:limit]
		answer.Next = q.Next(listPath, found[limit-1].ID)
	}
	for _, c := range found {
		answer.Caught = append(answer.Caught, caughtBody(c))
	}
	web.WriteJSON(w, http.StatusOK, answer)
}

const (
	maxListWait = 30 // seconds
	pollEvery   = 100 * time.Millisecond
)

// await asks until there is something or the time is over. Between two queries it
// holds no connection. A merchant has so many readers that wait; more are
// answered at once.
func (s *Server) await(ctx context.Context, merchant hpp.MerchantID, wait time.Duration, ask func(context.Context) ([]Caught, error)) ([]Caught, error) {
	found, err := ask(ctx)
	if err != nil || len(found) > 0 || wait == 0 || !s.bounds.readers.Take(merchant) {
		return found, err
	}
	defer s.bounds.readers.Free(merchant)
	over := time.NewTimer(wait)
	defer over.Stop()
	tick := time.NewTicker(pollEvery)
	defer tick.Stop()
	for err == nil && len(found) == 0 {
		select {
		case <-ctx.Done():
			return nil, ctx.Err()
		case <-s.Stop:
			return nil, nil
		case <-over.C:
			return nil, nil
		case <-tick.C:
		}
		found, err = ask(ctx)
	}
	return found, err
}

func caughtBody(c Caught) wire.Caught {
	body := wire.Caught{
		ID: c.ID, Name: c.Name, At: hppwire.Timestamp(c.At), Method: c.Method, Query: c.Query, Headers: map[string][]string(c.Headers),
		Signature: wire.CaughtSignature(c.Signature), EventID: c.EventID, SessionID: c.SessionID, Status: c.Status, Answered: c.Answered, Repeat: c.Repeat,
	}
	if utf8.Valid(c.Body) {
		body.Body = string(c.Body)
	} else {
		body.BodyBase64 = base64.StdEncoding.EncodeToString(c.Body)
	}
	return body
}
