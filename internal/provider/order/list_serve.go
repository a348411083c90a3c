package order

import (
	"iter"
	"net/http"
	"strconv"
	"time"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/merchantapi"
	"github.com/openhpp/openhpp/internal/provider/endpoint"
	"github.com/openhpp/openhpp/internal/web"
)

// ListRoutes are the lists of orders, which Order Management does not have
// (api/openhpp.yaml).
func (s *Service) ListRoutes() []merchantapi.Route {
	exports := &merchantapi.Exports{}
	return []merchantapi.Route{
		merchantapi.Call("GET /openhpp/v1/orders", web.RateOther, s.listOrders),
		merchantapi.Call("GET /openhpp/v1/orders.csv", web.RateOther, func(w http.ResponseWriter, r *http.Request, m hpp.Merchant) {
			s.exportOrders(w, r, m, exports)
		}),
	}
}

var (
	statuses = []OrderStatus{Authorized, PartCaptured, Captured, Cancelled, Expired}
	frauds   = []FraudStatus{FraudAccepted, FraudPending, FraudRejected}
)

func filterOf(q *merchantapi.Query) Filter {
	return Filter{
		Statuses: merchantapi.OneOf(q, "status", statuses), Frauds: merchantapi.OneOf(q, "fraud_status", frauds),
		Reference: q.Text("reference", 255), From: q.Time("created_from"), To: q.Time("created_to"),
	}
}

// cursorPlace is a cursor's place in a list of orders: Unix milliseconds and an id.
type cursorPlace struct {
	At int64  `json:"t"`
	ID string `json:"o"`
}

func (s *Service) listOrders(w http.ResponseWriter, r *http.Request, m hpp.Merchant) {
	q := merchantapi.NewQuery(r)
	filter, limit := filterOf(q), q.Limit()
	var at cursorPlace
	q.Cursor(r.URL.Path, &at)
	if err := q.Err(); err != nil {
		web.Refuse(w, r, err)
		return
	}
	var after ListPlace
	if at.ID != "" {
		after = ListPlace{time.UnixMilli(at.At).UTC(), at.ID}
	}
	items, next, err := s.ListOrders(r.Context(), m, filter, after, limit)
	if err != nil {
		endpoint.WriteError(w, r, err)
		return
	}
	list := struct {
		Orders []Item `json:"orders"`
		Next   string `json:"next,omitempty"`
	}{Orders: append([]Item{}, items...)}
	if next != nil {
		list.Next = q.Next(r.URL.Path, cursorPlace{next.At.UnixMilli(), next.ID})
	}
	web.WriteJSON(w, http.StatusOK, list)
}

// Columns are those of a file of orders. They are published (docs/csv.md): none is
// ever renamed, moved or dropped, and new ones come last.
var Columns = []string{
	"order_id", "status", "fraud_status", "created_at", "expires_at", "purchase_currency", "purchase_country", "order_amount", "original_order_amount",
	"captured_amount", "refunded_amount", "remaining_authorized_amount", "klarna_reference", "merchant_reference1", "merchant_reference2", "initial_payment_method",
}

func row(o Item) []string {
	number := func(n int64) string { return strconv.FormatInt(n, 10) }
	return []string{
		o.OrderId, o.Status, o.FraudStatus, o.CreatedAt, o.ExpiresAt, o.PurchaseCurrency, o.PurchaseCountry, number(o.OrderAmount), number(o.OriginalOrderAmount),
		number(o.CapturedAmount), number(o.RefundedAmount), number(o.RemainingAuthorizedAmount), o.KlarnaReference, o.MerchantReference1, o.MerchantReference2,
		o.InitialPaymentMethod.Type,
	}
}

// exportOrders answers all orders of a list as a file.
func (s *Service) exportOrders(w http.ResponseWriter, r *http.Request, m hpp.Merchant, exports *merchantapi.Exports) {
	q := merchantapi.NewQuery(r)
	filter := filterOf(q)
	if err := q.Err(); err != nil {
		web.Refuse(w, r, err)
		return
	}
	exports.Serve(w, r, m, Columns, s.rows(r, m, filter), endpoint.WriteError)
}

func (s *Service) rows(r *http.Request, m hpp.Merchant, filter Filter) iter.Seq2[[]string, error] {
	return func(yield func([]string, error) bool) {
		var after ListPlace
		for {
			items, next, err := s.ListOrders(r.Context(), m, filter, after, readOrders)
			if err != nil {
				yield(nil, err)
				return
			}
			for _, item := range items {
				if !yield(row(item), nil) {
					return
				}
			}
			if next == nil {
				return
			}
			after = *next
		}
	}
}
