package storybook

import (
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/page/view"
)

var now = time.Date(2026, time.November, 24, 14, 5, 0, 0, time.UTC)

var site = view.Site{
	Path: "/eu/hpp/payments/JpV0sN5oT2mQxY7bRc4kLw",
	Host: "pay.example.com",
	Test: true, TestData: "/playground/test-data", TestPersons: true, Receipts: true,
}

// browserOf is the page in a browser of this language, where no session says more.
func browserOf(lang string) view.Site {
	site := site
	site.Accept = lang
	return site
}

var payer = hpp.Payer{
	Email: "customer@email.se", Phone: "+46701740615", GivenName: "Alice", FamilyName: "Test",
	DateOfBirth: "1941-03-21", StreetAddress: "Södra Blasieholmshamnen 2", PostalCode: "11148", City: "Stockholm", Country: "SE",
}

// localeOf is a language as it is written in Sweden, unless it names a region.
func localeOf(lang string) string {
	if strings.Contains(lang, "-") {
		return lang
	}
	return lang + "-SE"
}

// newPageView is a payer at the step where there is everything to see.
func newPageView(lang string) hpp.PageView {
	return hpp.PageView{
		Session: hpp.Session{
			ID: "9f1c6f0a-52c3-4f3b-8f57-3a1d6e2c7b90", Shop: "Nordic Cycles", Channel: hpp.Ecommerce, Reference: "7KQ2MX9R4T",
			Status: hpp.Waiting, Options: hpp.Options{PlaceOrderMode: hpp.PlaceOrder, PurchaseType: hpp.Buy},
			UpdatedAt: now, ExpiresAt: now.Add(47 * time.Hour),
		},
		State: hpp.PagePay,
		Purchase: hpp.Purchase{
			Country: "SE", Currency: "SEK", Locale: localeOf(lang), Amount: 1249900, Tax: 249980,
			Lines: []hpp.Line{
				{Type: "physical", Name: "City bicycle, 7 gears", Quantity: 1, Total: 1189900},
				{Type: "physical", Name: "Lamp", Quantity: 2, Unit: "pcs", Total: 55100},
				{Type: "shipping_fee", Name: "Delivery to the door", Quantity: 1, Total: 4900},
			},
		},
		Revision: "revision",
		Methods: []hpp.Method{
			{Category: hpp.PayNow, Plan: &hpp.Plan{Installments: 1, Installment: 1249900}},
			{Category: hpp.PayLater, Plan: &hpp.Plan{DueDays: 30, Installments: 1, Installment: 1249900}},
			{Category: hpp.PayOverTime, Plan: &hpp.Plan{Installments: 3, Installment: 416634, Interval: hpp.Monthly}},
		},
		Selected: hpp.PayLater,
		Payer:    payer,
		Exit:     hpp.ExitBack,
		FormKey:  "form-key",
		Now:      now,
	}
}

// at is the canned visit after some changes.
func at(step hpp.PageState, status hpp.Status, more ...func(*hpp.PageView)) func(string) hpp.PageView {
	return func(lang string) hpp.PageView {
		v := newPageView(lang)
		v.State, v.Session.Status = step, status
		for _, change := range more {
			change(&v)
		}
		return v
	}
}

func to(address string) func(*hpp.PageView) { return func(v *hpp.PageView) { v.RedirectURL = address } }

func leftByCancelling(v *hpp.PageView) { v.Exit = hpp.ExitCancel }

func declined(reason string) func(*hpp.PageView) {
	return func(v *hpp.PageView) { v.Session.Result.Reason = reason }
}

func result(r hpp.Result, mode hpp.PlaceOrderMode) func(*hpp.PageView) {
	return func(v *hpp.PageView) {
		v.Session.Result, v.Session.Options.PlaceOrderMode, v.Session.Chosen = r, mode, hpp.PayLater
	}
}

// spareParts are forty lines. They are made once: the memory that a page takes is
// measured with its story's.
var spareParts = sync.OnceValue(func() []hpp.Line {
	var lines []hpp.Line
	for i := range int64(40) {
		lines = append(lines, hpp.Line{Type: "physical", Name: "Spare part, number " + strconv.FormatInt(i+1, 10) + ", for a city bicycle with seven gears and a coaster brake", Quantity: i%3 + 1, Total: 31000})
	}
	return lines
})

// fortyLines is a large purchase.
func fortyLines(v *hpp.PageView) { v.Purchase.Lines = slices.Clip(spareParts()) }

// largeCart has every kind of line, of each too many.
func largeCart(v *hpp.PageView) {
	fortyLines(v)
	v.Purchase.Lines = append(v.Purchase.Lines,
		hpp.Line{Type: "physical", Name: "Dyneema cord", Quantity: 1200, Unit: "m", Total: 9600, Discount: 2400},
		hpp.Line{Type: "discount", Name: "Autumn sale for members of the club, ten in a hundred", Quantity: 1, Total: -124000},
		hpp.Line{Type: "gift_card", Name: "Gift card …4711", Quantity: 1, Total: -50000},
		hpp.Line{Type: "shipping_fee", Name: "Express", Quantity: 1, Total: 0},
		hpp.Line{Type: "sales_tax", Name: "Sales tax", Quantity: 1, Total: 107560})
	v.Purchase.Amount, v.Purchase.Tax = 0, 107560
	for _, l := range v.Purchase.Lines {
		v.Purchase.Amount += l.Total
	}
	splitAmount(v)
}

// reduced is a purchase of which a line was made cheaper.
func reduced(v *hpp.PageView) {
	v.Purchase.Lines = slices.Clone(v.Purchase.Lines)
	v.Purchase.Lines[1].Discount = 4900
}

// inDinars is a purchase with more digits than most, three of them decimals.
func inDinars(v *hpp.PageView) {
	v.Purchase.Currency, v.Purchase.Amount, v.Purchase.Tax = "KWD", 123456789012, 0
	v.Purchase.Lines = []hpp.Line{
		{Type: "physical", Name: "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft", Quantity: 1000000, Total: 123456789112},
		{Type: "physical", Name: "Taken back", Quantity: 1, Total: -100},
	}
	splitAmount(v)
}

// inYen is a purchase in a currency without decimals.
func inYen(v *hpp.PageView) {
	v.Purchase.Currency, v.Purchase.Amount, v.Purchase.Tax = "JPY", 98700, 8973
	v.Purchase.Lines = []hpp.Line{{Type: "physical", Name: "City bicycle", Quantity: 1, Total: 98700}}
	splitAmount(v)
}

// splitAmount makes the plans of the methods those of the amount.
func splitAmount(v *hpp.PageView) {
	for i := range v.Methods {
		plan := *v.Methods[i].Plan
		plan.Installment = (v.Purchase.Amount + int64(plan.Installments) - 1) / int64(plan.Installments)
		v.Methods[i].Plan = &plan
	}
}

// supported is a shop that can be asked in every way.
func supported(v *hpp.PageView) {
	v.Session.Options.Support = hpp.Support{
		URL: "https://www.shop.example.com/help?from=payment", Email: "help@shop.example.com", Phone: "+46812345678", Terms: "https://shop.example.com/terms",
	}
}

// delivered is a Checkout order, whose delivery the payer chooses.
func delivered(v *hpp.PageView) {
	v.Session.Payment.Kind, v.TermsURL = hpp.KindCheckout, "https://shop.example.com/terms"
	v.Deliveries = []hpp.Delivery{
		{ID: "home", Name: "Delivery to the door", Description: "Tomorrow between 17 and 21", Price: 4900, Selected: true},
		{ID: "box", Name: "Parcel box", Price: 2900},
		{ID: "shop", Name: "Collect in the shop", Description: "Ready in two hours", Price: 0},
	}
}

// hostile is text that merchants and payers may send and no page may break on.
func hostile(v *hpp.PageView) {
	v.Session.Shop = "\u202eevil </title><script>alert(1)</script> 🚲👩‍👩‍👧‍👦" + strings.Repeat("\u0301", 2000)
	v.Session.Options.PageTitle = `"><img src=x onerror=alert(1)> {{.}} ${7*7} ` + strings.Repeat("W", 10<<10)
	v.Purchase.Lines = append(v.Purchase.Lines,
		hpp.Line{Name: strings.Repeat("Å", 10<<10), Quantity: 1 << 40, Unit: "<b>stk</b>", Total: 1 << 52},
		hpp.Line{Name: "שלום \u2066עולם\u202e", Quantity: 1, Total: -100})
	v.TermsURL = "javascript:alert(1)"
	v.Deliveries = []hpp.Delivery{{ID: `" onclick="alert(1)`, Name: "<b>x</b>\u202e", Description: strings.Repeat("Å", 10<<10), Price: -1}}
	v.Payer.City = `"><script>alert(1)</script>` + "\u202e"
	v.Payer.Country = "ZZ"
	v.Session.Options.Support = hpp.Support{URL: "javascript:alert(1)", Email: `"><b>x</b>?subject=a@shop.example.com`, Phone: `"><b>`, Terms: "data:text/html,x"}
	v.Methods = append(v.Methods, hpp.Method{Category: `X" onclick="alert(1)`, Name: "Pay\u0000\nodd"})
}
