package view

import (
	"testing"
	"time"

	"github.com/openhpp/openhpp/internal/hpp"
)

func TestPlans(t *testing.T) {
	monthly := hpp.Plan{Installments: 3, Installment: 11267, Interval: hpp.Monthly}
	with := func(p hpp.Plan, change func(*hpp.Plan)) *hpp.Plan { change(&p); return &p }
	for _, test := range []struct {
		name       string
		method     hpp.Method
		line, next string
	}{
		{"later", hpp.Method{Category: hpp.PayLater, Plan: &hpp.Plan{DueDays: 30, Installments: 1, Installment: 33800}},
			"Pay by 30 December, no interest", "You pay nothing today."},
		{"installments", hpp.Method{Category: hpp.PayOverTime, Plan: &monthly},
			"3 × £112.67 a month, no interest", "The first payment comes with your order, the last on 30 January. £338.00 in all."},
		{"fortnights", hpp.Method{Category: hpp.PayOverTime, Plan: with(monthly, func(p *hpp.Plan) { p.Installments, p.Installment, p.Interval = 4, 8450, hpp.EveryTwoWeeks })},
			"4 × £84.50 every two weeks, no interest", "The first payment comes with your order, the last on 11 January. £338.00 in all."},
		{"with interest", hpp.Method{Category: hpp.PayOverTime, Plan: with(monthly, func(p *hpp.Plan) { p.Interest, p.Cost = 1990, 1250 })},
			"3 × £112.67 a month, 19.9% interest a year, £12.50 extra", "The first payment comes with your order, the last on 30 January. £350.50 in all."},
		{"with a rate alone", hpp.Method{Category: hpp.PayLater, Plan: &hpp.Plan{DueDays: 14, Installments: 1, Interest: 500}},
			"Pay by 14 December, 5% interest a year", "You pay nothing today."},
		{"at once", hpp.Method{Category: hpp.PayNow, Plan: &hpp.Plan{Installments: 1}},
			"In one payment, no extra cost", "We may ask you for a one-time code."},
		{"at once, for a fee", hpp.Method{Category: hpp.PayNow, Plan: &hpp.Plan{Installments: 1, Cost: 295}},
			"In one payment, £2.95 extra", "We may ask you for a one-time code."},
		{"transfer", hpp.Method{Category: hpp.DirectBankTransfer, Plan: &hpp.Plan{Installments: 1}},
			"From your bank account, no extra cost", "We may ask you for a one-time code."},
		{"the provider does not say", hpp.Method{Category: hpp.PayLater}, "You see all costs before you agree", ""},
		{"the provider's own words", hpp.Method{Category: hpp.PayLater, Description: "Pay when it has\u202e arrived", Plan: &monthly},
			"\u2068Pay when it has arrived\u2069", "The first payment comes with your order, the last on 30 January. £338.00 in all."},
	} {
		v := visited(hpp.PagePay, hpp.Waiting)
		v.Purchase.Country, v.Purchase.Currency, v.Purchase.Locale, v.Purchase.Amount = "GB", "GBP", "en-GB", 33800
		v.Now, v.Methods = time.Date(2026, time.November, 30, 9, 0, 0, 0, time.UTC), []hpp.Method{test.method}
		got := ForPay(v, here).Pay.Methods[0]
		if got.Plan != test.line || got.Next != test.next {
			t.Errorf("%s: %q, %q", test.name, got.Plan, got.Next)
		}
	}
}

func TestNothingToPayHasNoPlan(t *testing.T) {
	v := visited(hpp.PagePay, hpp.Waiting)
	v.Purchase.Amount, v.Methods = 0, []hpp.Method{{Category: hpp.PayOverTime, Plan: &hpp.Plan{Installments: 3}}}
	if got := ForPay(v, here).Pay.Methods[0]; got.Plan != "Nothing to pay now" || got.Next != "" {
		t.Errorf("%q, %q", got.Plan, got.Next)
	}
}

// What is due on a day is due on that day of the payer's country.
func TestDaysAreThoseOfTheMarket(t *testing.T) {
	for country, want := range map[string]string{"NZ": "1 January", "US": "30 December", "GB": "31 December"} {
		v := visited(hpp.PagePay, hpp.Waiting)
		v.Purchase.Country, v.Purchase.Locale = country, "en"
		v.Now = time.Date(2026, time.December, 1, 12, 0, 0, 0, time.UTC)
		if country == "US" {
			v.Now = time.Date(2026, time.December, 1, 4, 0, 0, 0, time.UTC)
		}
		v.Methods = []hpp.Method{{Category: hpp.PayLater, Plan: &hpp.Plan{DueDays: 30, Installments: 1}}}
		if got := ForPay(v, here).Pay.Methods[0].Plan; got != "Pay by "+want+", no interest" {
			t.Errorf("%s: %q", country, got)
		}
	}
}

func TestAMonthHasTheDaysItHas(t *testing.T) {
	for _, test := range []struct{ first, want string }{
		{"2026-11-30", "2027-01-30"}, {"2026-12-31", "2027-02-28"}, {"2027-12-31", "2028-02-29"}, {"2026-08-31", "2026-10-31"}, {"2026-09-30", "2026-11-30"},
	} {
		first, err := time.Parse(time.DateOnly, test.first)
		if err != nil {
			t.Fatal(err)
		}
		if got := lastInstallment(first, hpp.Plan{Installments: 3, Interval: hpp.Monthly}).Format(time.DateOnly); got != test.want {
			t.Errorf("from %s to %s, want %s", test.first, got, test.want)
		}
	}
}
