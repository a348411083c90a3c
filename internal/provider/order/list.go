package order

import (
	"context"
	"slices"
	"time"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/wire/ordermanagement"
)

// Filter says which of a merchant's orders a list holds. Members that are empty ask
// for nothing; those that are set must all hold.
type Filter struct {
	Statuses  []OrderStatus
	Frauds    []FraudStatus
	Reference string // the order's own, or one of the merchant's
	From, To  time.Time
}

// ListPlace is a place in a list: behind the order that it names.
type ListPlace struct {
	At time.Time
	ID string
}

// Page asks for orders from the newest on: behind After, made in a time.
type Page struct {
	After    ListPlace // zero: from the newest on
	From, To time.Time // To is not part of it; zero: no bound
	Limit    int
}

// Item is an order in a list: as Order Management has it, without what tells who
// the payer is.
type Item struct {
	ordermanagement.Order

	// These stand in the way of the order's own.
	BillingAddress  *struct{}     `json:"billing_address,omitempty"`
	ShippingAddress *struct{}     `json:"shipping_address,omitempty"`
	Customer        *struct{}     `json:"customer,omitempty"`
	MerchantData    *struct{}     `json:"merchant_data,omitempty"`
	Captures        []ItemCapture `json:"captures"`
}

// ItemCapture is a capture without addresses.
type ItemCapture struct {
	ordermanagement.Capture

	BillingAddress  *struct{} `json:"billing_address,omitempty"`
	ShippingAddress *struct{} `json:"shipping_address,omitempty"`
}

// Of one page, so many orders are read at once, and looked at altogether.
const (
	readOrders    = 100
	maxOrdersRead = 500
)

// ListOrders lists a merchant's orders, the newest first, and says where the list
// goes on; nil: nowhere. It may hold fewer than asked for, and yet go on.
func (s *Service) ListOrders(ctx context.Context, m hpp.Merchant, f Filter, after ListPlace, limit int) (items []Item, next *ListPlace, err error) {
	page := Page{After: after, From: f.From, To: f.To, Limit: readOrders}
	if !f.narrows() {
		page.Limit = limit + 1
	}
	for range maxOrdersRead / readOrders {
		found, err := s.Store.ListOrders(ctx, m.ID(), page)
		if err != nil {
			return nil, nil, err
		}
		for _, o := range found {
			if len(items) == limit {
				return items, &page.After, nil
			}
			page.After = ListPlace{o.CreatedAt, o.ID}
			if f.holds(o, s.now()) {
				items = append(items, itemOf(s.body(o)))
			}
		}
		if len(found) < page.Limit {
			return items, nil, nil
		}
	}
	return items, &page.After, nil
}

func (f Filter) narrows() bool { return len(f.Statuses) > 0 || len(f.Frauds) > 0 || f.Reference != "" }

func (f Filter) holds(o Order, now time.Time) bool {
	switch {
	case len(f.Statuses) > 0 && !slices.Contains(f.Statuses, o.Status(now)):
		return false
	case len(f.Frauds) > 0 && !slices.Contains(f.Frauds, o.Fraud):
		return false
	}
	return f.Reference == "" || f.Reference == o.Reference || f.Reference == o.Purchase.MerchantReference1 || f.Reference == o.Purchase.MerchantReference2
}

func itemOf(body ordermanagement.Order) Item {
	item := Item{Order: body, Captures: make([]ItemCapture, len(body.Captures))}
	for i, c := range body.Captures {
		item.Captures[i] = ItemCapture{Capture: c}
	}
	return item
}
