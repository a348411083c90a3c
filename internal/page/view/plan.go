package view

import (
	"time"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/locale"
)

// plan says in one line when the purchase is paid by a method and what that
// costs, and what happens once the method is chosen; that may be empty.
func (t builder) plan(m hpp.Method) (line, next string) {
	p, purchase := m.Plan, t.page.Purchase
	switch {
	case purchase.Amount == 0:
		return t.Text("plan.nothing"), ""
	case p == nil:
		return t.Text("plan.unknown"), ""
	}
	due := locale.Local(t.page.Now, purchase.Country).AddDate(0, 0, p.DueDays)
	switch {
	case p.Installments > 1:
		return t.planLine(t.installments(*p), t.cost(*p, "plan.no_interest")), t.Text("next.installments", locale.Values{
			"Date": t.Day(lastInstallment(due, *p)), "Amount": t.Money(purchase.Amount+p.Cost, purchase.Currency),
		})
	case p.DueDays > 0:
		when := t.Text("plan.due", locale.Values{"Date": t.Day(due)})
		return t.planLine(when, t.cost(*p, "plan.no_interest")), t.Text("next.due")
	case m.Category == hpp.DirectBankTransfer, m.Category == hpp.DirectDebit:
		return t.planLine(t.Text("plan.bank"), t.cost(*p, "plan.no_cost")), t.Text("next.at_once")
	}
	return t.planLine(t.Text("plan.at_once"), t.cost(*p, "plan.no_cost")), t.Text("next.at_once")
}

func (t builder) planLine(when, cost string) string {
	return t.Text("plan.line", locale.Values{"When": when, "Cost": cost})
}

func (t builder) installments(p hpp.Plan) string {
	key := "plan.monthly"
	if p.Interval == hpp.EveryTwoWeeks {
		key = "plan.fortnightly"
	}
	return t.Text(key, locale.Values{"Count": p.Installments, "Amount": t.Money(p.Installment, t.page.Purchase.Currency)})
}

// cost is what a plan costs on top of the purchase; free is the message where
// that is nothing.
func (t builder) cost(p hpp.Plan, free string) string {
	rate := t.Text("plan.interest", locale.Values{"Percent": t.Percent(p.Interest)})
	extra := t.Text("plan.cost", locale.Values{"Amount": t.Money(p.Cost, t.page.Purchase.Currency)})
	switch {
	case p.Interest > 0 && p.Cost > 0:
		return t.planLine(rate, extra)
	case p.Interest > 0:
		return rate
	case p.Cost > 0:
		return extra
	}
	return t.Text(free)
}

// lastInstallment is the day of a plan's last payment.
func lastInstallment(first time.Time, p hpp.Plan) time.Time {
	more := p.Installments - 1
	if p.Interval == hpp.EveryTwoWeeks {
		return first.AddDate(0, 0, 14*more)
	}
	last := first.AddDate(0, more, 0)
	if last.Day() != first.Day() { // the month is shorter: its own last day
		last = last.AddDate(0, 0, -last.Day())
	}
	return last
}
