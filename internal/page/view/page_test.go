package view

import (
	"time"

	"github.com/openhpp/openhpp/internal/hpp"
)

var (
	at   = time.Date(2026, time.November, 24, 14, 5, 0, 0, time.UTC)
	here = Site{Path: "/eu/hpp/payments/t", Host: "pay.example.com"}
)

func visited(step hpp.PageState, status hpp.Status) hpp.PageView {
	return hpp.PageView{
		Session: hpp.Session{
			Reference: "7KQ2MX9R4T",
			ID:        "9f1c6f0a-52c3-4f3b-8f57-3a1d6e2c7b90", Shop: "Nordic Cycles", Status: status,
			Options:   hpp.Options{PurchaseType: hpp.Buy, PlaceOrderMode: hpp.PlaceNone},
			UpdatedAt: at, ExpiresAt: at.Add(time.Hour),
		},
		State:    step,
		Purchase: hpp.Purchase{Country: "SE", Currency: "SEK", Locale: "en-SE", Amount: 250000, Tax: 50000, Lines: []hpp.Line{{Name: "Lamp", Quantity: 2, Unit: "pcs", Total: 250000}}},
		Methods:  []hpp.Method{{Category: hpp.PayNow, Name: "Pay now"}, {Category: hpp.PayLater, Name: "In 30 days"}},
		Selected: hpp.PayLater, Exit: hpp.ExitBack, FormKey: "key", Revision: "rev", Now: at,
	}
}
