package order

import (
	"context"
	"net/http"
	"regexp"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/jsonfields"
	"github.com/openhpp/openhpp/internal/merchantapi"
	"github.com/openhpp/openhpp/internal/provider/endpoint"
	"github.com/openhpp/openhpp/internal/web"
)

// Routes are the operations of docs/spec/provider.md C.1.
func (s *Service) Routes() []merchantapi.Route {
	const (
		order   = "/ordermanagement/v1/orders/{order_id}"
		capture = order + "/captures/{capture_id}"
	)
	call, other := merchantapi.Call, web.RateOther
	return checkOrderID([]merchantapi.Route{
		call("GET "+order, other, s.readOrder),
		call("POST "+order+"/acknowledge", other, s.withoutBody(s.Acknowledge)),
		call("PATCH "+order+"/authorization", other, s.withBody(s.UpdateAuthorization)),
		call("POST "+order+"/cancel", other, s.withoutBody(s.Cancel)),
		call("GET "+order+"/captures", other, s.listCaptures),
		call("POST "+order+"/captures", other, s.withBody(s.CaptureOrder)),
		call("GET "+capture, other, s.readCapture),
		call("PATCH "+capture+"/customer-details", other, s.withCaptureBody(s.UpdateCaptureCustomer)),
		call("PATCH "+capture+"/extend-due-date", other, s.withCaptureBody(s.ExtendDueDate)),
		call("GET "+capture+"/extend-due-date-options", other, s.dueDateOptions),
		call("POST "+capture+"/shipping-info", other, s.withCaptureBody(s.AddCaptureShipping)),
		call("POST "+capture+"/trigger-send-out", other, s.sendOut),
		call("PATCH "+order+"/customer-details", other, s.withBody(s.UpdateCustomer)),
		call("POST "+order+"/extend-authorization-time", other, s.withoutBody(s.Extend)),
		call("PATCH "+order+"/merchant-references", other, s.withBody(s.UpdateReferences)),
		call("POST "+order+"/refunds", other, s.withBody(s.RefundOrder)),
		call("GET "+order+"/refunds/{refund_id}", other, s.readRefund),
		call("POST "+order+"/release-remaining-authorization", other, s.withoutBody(s.Release)),
		call("POST "+order+"/shipping-info", other, s.withBody(s.AddShipping)),
	})
}

var uuidForm = regexp.MustCompile(`^[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}$`)

// checkOrderID tells a malformed id of an order from an unknown one, as recorded.
func checkOrderID(routes []merchantapi.Route) []merchantapi.Route {
	for i, route := range routes {
		routes[i].Serve = func(w http.ResponseWriter, r *http.Request, m hpp.Merchant) {
			if !uuidForm.MatchString(r.PathValue("order_id")) {
				endpoint.WriteError(w, r, errOrderID)
				return
			}
			route.Serve(w, r, m)
		}
	}
	return routes
}

// withBody serves an operation on an order that comes with a body.
func (s *Service) withBody(act func(context.Context, hpp.Merchant, string, map[string]any, endpoint.IdempotencyKey) (endpoint.Answer, error)) merchantapi.Handler {
	return func(w http.ResponseWriter, r *http.Request, m hpp.Merchant) {
		endpoint.ServeChange(w, r, s.now(), func(tree jsonfields.Document, key endpoint.IdempotencyKey) (endpoint.Answer, error) {
			return act(r.Context(), m, r.PathValue("order_id"), tree, key)
		})
	}
}

// withCaptureBody serves an operation on a capture that comes with a body.
func (s *Service) withCaptureBody(act func(context.Context, hpp.Merchant, string, string, map[string]any, endpoint.IdempotencyKey) (endpoint.Answer, error)) merchantapi.Handler {
	return func(w http.ResponseWriter, r *http.Request, m hpp.Merchant) {
		endpoint.ServeChange(w, r, s.now(), func(tree jsonfields.Document, key endpoint.IdempotencyKey) (endpoint.Answer, error) {
			return act(r.Context(), m, r.PathValue("order_id"), r.PathValue("capture_id"), tree, key)
		})
	}
}

// withoutBody serves an operation on an order that needs no body.
func (s *Service) withoutBody(act func(context.Context, hpp.Merchant, string, endpoint.IdempotencyKey) (endpoint.Answer, error)) merchantapi.Handler {
	return func(w http.ResponseWriter, r *http.Request, m hpp.Merchant) {
		endpoint.ServeAction(w, r, s.now(), func(key endpoint.IdempotencyKey) (endpoint.Answer, error) {
			return act(r.Context(), m, r.PathValue("order_id"), key)
		})
	}
}

func (s *Service) sendOut(w http.ResponseWriter, r *http.Request, m hpp.Merchant) {
	endpoint.ServeAction(w, r, s.now(), func(key endpoint.IdempotencyKey) (endpoint.Answer, error) {
		return s.SendOut(r.Context(), m, r.PathValue("order_id"), r.PathValue("capture_id"), key)
	})
}

func (s *Service) readOrder(w http.ResponseWriter, r *http.Request, m hpp.Merchant) {
	order, err := s.ReadOrder(r.Context(), m, r.PathValue("order_id"))
	endpoint.WriteJSON(w, r, order, err)
}

func (s *Service) listCaptures(w http.ResponseWriter, r *http.Request, m hpp.Merchant) {
	captures, err := s.ListCaptures(r.Context(), m, r.PathValue("order_id"))
	endpoint.WriteJSON(w, r, captures, err)
}

func (s *Service) readCapture(w http.ResponseWriter, r *http.Request, m hpp.Merchant) {
	capture, err := s.ReadCapture(r.Context(), m, r.PathValue("order_id"), r.PathValue("capture_id"))
	endpoint.WriteJSON(w, r, capture, err)
}

func (s *Service) dueDateOptions(w http.ResponseWriter, r *http.Request, m hpp.Merchant) {
	options, err := s.DueDateOptions(r.Context(), m, r.PathValue("order_id"), r.PathValue("capture_id"))
	endpoint.WriteJSON(w, r, options, err)
}

func (s *Service) readRefund(w http.ResponseWriter, r *http.Request, m hpp.Merchant) {
	refund, err := s.ReadRefund(r.Context(), m, r.PathValue("order_id"), r.PathValue("refund_id"))
	endpoint.WriteJSON(w, r, refund, err)
}
