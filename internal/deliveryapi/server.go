package deliveryapi

import (
	"context"
	"crypto/sha256"
	"net/http"

	"github.com/openhpp/openhpp/internal/delivery"
	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/merchantapi"
	"github.com/openhpp/openhpp/internal/web"
)

// Deliveries are a merchant's acts on deliveries; delivery.Service implements them.
type Deliveries interface {
	List(ctx context.Context, m hpp.Merchant, f delivery.Filter, before string, limit int) (delivery.Page, error)
	Find(ctx context.Context, m hpp.Merchant, id string) (delivery.Delivery, error)
	Retry(ctx context.Context, m hpp.Merchant, id string, key hpp.IdempotencyKey) (delivery.Delivery, error)
}

// Server serves the operations. All fields are required.
type Server struct {
	Deliveries Deliveries
	Verify     merchantapi.Verify
	// Headers are those of every callback, beside the ones that prove it.
	Headers map[string]string
}

const (
	list = "/openhpp/v1/deliveries"
	one  = list + "/{delivery_id}"
)

// routes is the whole surface; tests walk it.
func (s Server) routes() []merchantapi.Route {
	call, other := merchantapi.Call, web.RateOther
	return []merchantapi.Route{
		call("GET "+list, other, s.list),
		call("GET "+one, other, s.describe),
		call("POST "+one+"/retry", other, s.retry),
	}
}

// Mount adds the operations to a table.
func (s Server) Mount(table *web.Table) {
	merchantapi.Gate{Verify: s.Verify}.Mount(table, s.routes()...)
}

const maxName = 255 // characters of an id or a type

func (s Server) list(w http.ResponseWriter, r *http.Request, m hpp.Merchant) {
	q := merchantapi.NewQuery(r)
	filter := delivery.Filter{
		States:   merchantapi.OneOf(q, "state", []delivery.State{delivery.Waiting, delivery.Delivered, delivery.GivenUp}),
		Endpoint: q.Text("endpoint_id", maxName), Session: q.Text("session_id", maxName), Type: q.Text("type", maxName),
		From: q.Time("created_from"), To: q.Time("created_to"),
	}
	limit, before := q.Limit(), ""
	q.Cursor(list, &before)
	if err := q.Err(); err != nil {
		merchantapi.Refuse(w, r, err)
		return
	}
	page, err := s.Deliveries.List(r.Context(), m, filter, before, limit)
	if err != nil {
		merchantapi.Refuse(w, r, err)
		return
	}
	answer := listBody{Deliveries: make([]deliveryBody, 0, len(page.Deliveries))}
	for _, d := range page.Deliveries {
		answer.Deliveries = append(answer.Deliveries, encode(d, false))
	}
	if page.Next != "" {
		answer.Next = q.Next(list, page.Next)
	}
	web.WriteJSON(w, http.StatusOK, answer)
}

func (s Server) describe(w http.ResponseWriter, r *http.Request, m hpp.Merchant) {
	d, err := s.Deliveries.Find(r.Context(), m, r.PathValue("delivery_id"))
	if err != nil {
		merchantapi.Refuse(w, r, err)
		return
	}
	web.WriteJSON(w, http.StatusOK, s.whole(d))
}

// retry has a delivery tried now.
func (s Server) retry(w http.ResponseWriter, r *http.Request, m hpp.Merchant) {
	id := r.PathValue("delivery_id")
	key, err := web.IdempotencyKey(r.Header)
	if err != nil {
		merchantapi.Refuse(w, r, err)
		return
	}
	var taken hpp.IdempotencyKey
	if key != "" {
		sum := sha256.Sum256([]byte(r.Pattern + "\n" + id))
		taken = hpp.IdempotencyKey{Value: key, Fingerprint: sum[:]}
	}
	d, err := s.Deliveries.Retry(r.Context(), m, id, taken)
	if err != nil {
		merchantapi.Refuse(w, r, err)
		return
	}
	web.WriteJSON(w, http.StatusAccepted, s.whole(d))
}
