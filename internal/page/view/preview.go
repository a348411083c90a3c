package view

import (
	"strings"
	"time"

	"github.com/openhpp/openhpp/internal/hpp"
)

// ForPreview is the screen on which a payer would pay, of a purchase that nobody
// made: what a profile looks like. Nothing on it can be sent, and no script runs.
func ForPreview(p hpp.ProfilePreview, site Site, now time.Time) Screen {
	v := hpp.PageView{
		Session: hpp.Session{
			Shop: p.Shop, Options: p.Options, Channel: hpp.Ecommerce, Status: hpp.InProgress, ExpiresAt: now.Add(24 * time.Hour),
		},
		State:    hpp.PagePay,
		Purchase: hpp.Purchase{Country: countryOf(p.Locale), Currency: "EUR", Locale: p.Locale, Amount: 12900, Tax: 2060},
		Methods:  previewMethods(p.Options.Categories), Exit: hpp.ExitBack, Now: now,
	}
	item := newBuilder(v, site).Text("preview.item")
	v.Purchase.Lines = []hpp.Line{
		{Type: "physical", Name: item, Quantity: 1, Total: 9900},
		{Type: "physical", Name: item, Quantity: 2, Total: 3000},
	}
	v.Selected = v.Methods[0].Category
	s := ForPay(v, site)
	s.Preview, s.Languages, s.Pay.Phone = true, nil, nil
	s.Enter, s.PollSeconds, s.ChangeTag = false, 0, ""
	s.Test = &Test{Text: newBuilder(v, site).Text("preview.note")}
	return s
}

// countryOf is the country of a locale such as sv-SE; Ireland, where there is
// none: a market with the euro that writes English.
func countryOf(locale string) string {
	if _, region, found := strings.Cut(locale, "-"); found && len(region) == 2 {
		return strings.ToUpper(region)
	}
	return "IE"
}

// previewMethods are those that the profile offers, or three that most sessions have.
func previewMethods(chosen []hpp.Category) []hpp.Method {
	if len(chosen) == 0 {
		chosen = []hpp.Category{hpp.PayNow, hpp.PayLater, hpp.PayOverTime}
	}
	methods := make([]hpp.Method, len(chosen))
	for i, category := range chosen {
		methods[i].Category = category
	}
	return methods
}
