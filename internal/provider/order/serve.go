package order

import (
	"context"
	"net/http"
	"regexp"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/provider/endpoint"
	"github.com/openhpp/openhpp/internal/web"
)

// Routes are the operations of docs/spec/provider.md C.1.
func (s *Service) Routes() endpoint.Routes {
	const (
		order   = "/ordermanagement/v1/orders/{order_id}"
		capture = order + "/captures/{capture_id}"
	)
	return checkOrderID(endpoint.Routes{
		"GET " + order:                                       s.readOrder,
		"POST " + order + "/acknowledge":                     s.bare(s.Acknowledge),
		"PATCH " + order + "/authorization":                  s.body(s.UpdateAuthorization),
		"POST " + order + "/cancel":                          s.bare(s.Cancel),
		"GET " + order + "/captures":                         s.listCaptures,
		"POST " + order + "/captures":                        s.body(s.CaptureOrder),
		"GET " + capture:                                     s.readCapture,
		"PATCH " + capture + "/customer-details":             s.ofCaptureBody(s.UpdateCaptureCustomer),
		"PATCH " + capture + "/extend-due-date":              s.ofCaptureBody(s.ExtendDueDate),
		"GET " + capture + "/extend-due-date-options":        s.dueDateOptions,
		"POST " + capture + "/shipping-info":                 s.ofCaptureBody(s.AddCaptureShipping),
		"POST " + capture + "/trigger-send-out":              s.sendOut,
		"PATCH " + order + "/customer-details":               s.body(s.UpdateCustomer),
		"POST " + order + "/extend-authorization-time":       s.bare(s.Extend),
		"PATCH " + order + "/merchant-references":            s.body(s.UpdateReferences),
		"POST " + order + "/refunds":                         s.body(s.RefundOrder),
		"GET " + order + "/refunds/{refund_id}":              s.readRefund,
		"POST " + order + "/release-remaining-authorization": s.bare(s.Release),
		"POST " + order + "/shipping-info":                   s.body(s.AddShipping),
	})
}

var uuidForm = regexp.MustCompile(`^[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}$`)

// checkOrderID tells a malformed id of an order from an unknown one, as recorded.
func checkOrderID(routes endpoint.Routes) endpoint.Routes {
	for pattern, serve := range routes {
		routes[pattern] = func(w http.ResponseWriter, r *http.Request, m hpp.Merchant) {
			if !uuidForm.MatchString(r.PathValue("order_id")) {
				endpoint.WriteError(w, r, errOrderID)
				return
			}
			serve(w, r, m)
		}
	}
	return routes
}

// body serves an operation on an order that comes with a body.
func (s *Service) body(act func(context.Context, hpp.Merchant, string, map[string]any, endpoint.IdempotencyKey) (endpoint.Answer, error)) endpoint.Handler {
	return func(w http.ResponseWriter, r *http.Request, m hpp.Merchant) {
		endpoint.ServeChange(w, r, s.now(), func(tree web.Object, key endpoint.IdempotencyKey) (endpoint.Answer, error) {
			return act(r.Context(), m, r.PathValue("order_id"), tree, key)
		})
	}
}

// ofCaptureBody serves an operation on a capture that comes with a body.
func (s *Service) ofCaptureBody(act func(context.Context, hpp.Merchant, string, string, map[string]any, endpoint.IdempotencyKey) (endpoint.Answer, error)) endpoint.Handler {
	return func(w http.ResponseWriter, r *http.Request, m hpp.Merchant) {
		endpoint.ServeChange(w, r, s.now(), func(tree web.Object, key endpoint.IdempotencyKey) (endpoint.Answer, error) {
			return act(r.Context(), m, r.PathValue("order_id"), r.PathValue("capture_id"), tree, key)
		})
	}
}

// bare serves an operation on an order that needs no body.
func (s *Service) bare(act func(context.Context, hpp.Merchant, string, endpoint.IdempotencyKey) (endpoint.Answer, error)) endpoint.Handler {
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
