package view

import (
	"slices"
	"strings"

	"github.com/openhpp/openhpp/internal/hpp"
)

// Delivery is the choice of a way to ship, of a Checkout order.
type Delivery struct {
	Legend string
	Ways   []Way
	// Known says that the total on the page is that of the one way shown: the
	// button may name it. Change leads back to all ways.
	Known  bool
	Change *Link
}

// Way is one radio.
type Way struct {
	Value       string // the merchant's id
	Name        string
	Description string
	Price       string
	Selected    bool
}

// Terms is the merchant's own small print, Link among its words.
type Terms struct {
	Before, Link, After string
	To                  Address
}

// delivery is the choice; nil when there is none. Without a script no button
// follows a choice, so once the payer has seen the total of one way, only that
// one is shown.
func (t teller) delivery(known bool) *Delivery {
	ways := t.visit.Deliveries
	if len(ways) == 0 {
		return nil
	}
	d := Delivery{Legend: t.Text("delivery.legend"), Known: len(ways) == 1}
	if i := slices.IndexFunc(ways, func(way hpp.Delivery) bool { return way.Selected }); known && i >= 0 && len(ways) > 1 {
		d.Known, ways = true, ways[i:i+1]
		d.Change = &Link{To: t.site.at(""), Text: t.Text("delivery.change")}
	}
	for _, way := range ways {
		price := t.Text("delivery.free")
		if way.Price != 0 {
			price = t.Money(way.Price, t.visit.Purchase.Currency)
		}
		d.Ways = append(d.Ways, Way{
			Value: way.ID, Name: short(way.Name, 80), Description: short(way.Description, 160),
			Price: price, Selected: way.Selected,
		})
	}
	return &d
}

// chosen marks the way the payer has just chosen, if it is still there.
func chosen(ways []hpp.Delivery, id string) []hpp.Delivery {
	if !slices.ContainsFunc(ways, func(d hpp.Delivery) bool { return d.ID == id }) {
		return ways
	}
	ways = slices.Clone(ways)
	for i := range ways {
		ways[i].Selected = ways[i].ID == id
	}
	return ways
}

// terms links the merchant's terms; only addresses a browser shows as a page.
func (t teller) terms() *Terms {
	address := t.visit.TermsURL
	if !strings.HasPrefix(address, "https://") && !strings.HasPrefix(address, "http://") {
		return nil
	}
	before, after, _ := strings.Cut(t.say("terms.text"), "{link}")
	return &Terms{Before: before, Link: t.Text("terms.link"), After: after, To: Address(address)}
}

// changed says why the amount is another one than the payer pressed for.
func (t teller) changed() string {
	if t.visit.Session.Payment.Kind == hpp.KindCheckout {
		return t.say("pay.revised")
	}
	return t.Text("pay.changed")
}
