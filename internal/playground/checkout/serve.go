package checkout

import (
	"net/http"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/playground/exchange"
	"github.com/openhpp/openhpp/internal/web"
	"github.com/openhpp/openhpp/internal/wire/checkout"
	"github.com/openhpp/openhpp/internal/wire/payments"
)

// Routes are the operations of provider.md B.1 and, below /playground/, the
// payer's side, which that API leaves to the provider.
func (s *Service) Routes() exchange.Routes {
	const (
		order = "/checkout/v3/orders/{order_id}"
		side  = "/playground/v1/checkout/{order_id}"
	)
	return exchange.Routes{
		"POST /checkout/v3/orders":    s.create,
		"GET " + order:                s.read,
		"POST " + order:               s.update,
		"POST " + order + "/abort":    s.abort,
		"GET " + side:                 s.showPage,
		"POST " + side + "/revise":    s.revise,
		"POST " + side + "/authorize": s.authorize,
	}
}

// Mount adds what browsers ask for without credentials.
func (s *Service) Mount(mux web.Mux) {
	mux.HandleFunc("GET /playground/checkout/{order_id}/{proof}", s.open)
}

func (s *Service) create(w http.ResponseWriter, r *http.Request, m hpp.Merchant) {
	exchange.Change(w, r, s.now(), func(tree web.Object, once exchange.Once) (exchange.Answer, error) {
		return s.Create(r.Context(), m, tree, once)
	})
}

func (s *Service) read(w http.ResponseWriter, r *http.Request, m hpp.Merchant) {
	order, err := s.Read(r.Context(), m, r.PathValue("order_id"))
	exchange.Show(w, r, order, err)
}

func (s *Service) update(w http.ResponseWriter, r *http.Request, m hpp.Merchant) {
	exchange.Change(w, r, s.now(), func(tree web.Object, once exchange.Once) (exchange.Answer, error) {
		return s.Update(r.Context(), m, r.PathValue("order_id"), tree, once)
	})
}

func (s *Service) abort(w http.ResponseWriter, r *http.Request, m hpp.Merchant) {
	exchange.Act(w, r, s.now(), func(once exchange.Once) (exchange.Answer, error) {
		return s.Abort(r.Context(), m, r.PathValue("order_id"), once)
	})
}

func (s *Service) showPage(w http.ResponseWriter, r *http.Request, m hpp.Merchant) {
	page, err := s.Page(r.Context(), m, r.PathValue("order_id"))
	exchange.Show(w, r, page, err)
}

func (s *Service) revise(w http.ResponseWriter, r *http.Request, m hpp.Merchant) {
	var wanted checkout.ReviseRequest
	if _, err := web.Decode(w, r, &wanted); err != nil {
		web.Refuse(w, r, err)
		return
	}
	answer, err := s.Revise(r.Context(), m, r.PathValue("order_id"), wanted)
	exchange.Show(w, r, answer, err)
}

func (s *Service) authorize(w http.ResponseWriter, r *http.Request, m hpp.Merchant) {
	var wanted payments.AuthorizeRequest
	if _, err := web.Decode(w, r, &wanted); err != nil {
		web.Refuse(w, r, err)
		return
	}
	answer, err := s.Authorize(r.Context(), m, r.PathValue("order_id"), wanted)
	exchange.Show(w, r, answer, err)
}
