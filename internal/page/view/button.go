package view

import (
	"cmp"

	"github.com/openhpp/openhpp/internal/hpp"
)

// Button has a text, and another one while its form is being sent.
type Button struct {
	Text, Busy string
	// Priced is the text once a script shows the total of each choice. It is set
	// while Text must not name an amount.
	Priced string
}

var verbs = map[hpp.PurchaseType]string{
	hpp.Buy: "button.buy", hpp.Rent: "button.rent", hpp.Book: "button.book", hpp.Subscribe: "button.subscribe",
	hpp.Download: "button.download", hpp.OrderIt: "button.order", hpp.Continue: "button.continue", hpp.Pay: "button.pay",
}

func (t builder) verb() string {
	return cmp.Or(verbs[t.page.Session.Options.PurchaseType], "button.buy")
}
