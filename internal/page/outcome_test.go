package page

import (
	"html"
	"strings"
	"testing"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/page/view"
)

// Every outcome says what happened, whether money moved, what to do next and
// what to quote, and whom to ask.
func TestEveryOutcomeSaysWhomToAsk(t *testing.T) {
	for step, status := range map[hpp.PageState]hpp.Status{
		hpp.PageCompleted: hpp.Completed, hpp.PageFailed: hpp.Failed, hpp.PageError: hpp.Errored, hpp.PageCancelled: hpp.Cancelled,
		hpp.PageDisabled: hpp.Disabled, hpp.PageExpired: hpp.Waiting, hpp.PageChecking: hpp.InProgress,
	} {
		f := newFake(step)
		f.visit.Session.Status, f.visit.Session.Reference = status, "7KQ2MX9R4T"
		f.visit.Session.Options.Support = hpp.Support{URL: "https://shop.example.com/help", Email: "help@shop.example.com", Phone: "+46812345678"}
		h, _ := server(f)
		w := get(h, below)
		o := view.ForOutcome(f.visit, view.Site{Path: below, Host: "pay.example.com"}).Outcome
		text := html.UnescapeString(w.Body.String())
		for what, part := range map[string]string{
			"name": `data-outcome="` + string(step) + `"`, "heading": ">" + o.Heading + "<", "what happened": o.What, "money": o.Money, "next": ">" + o.Next + "<",
			"reference": ">7KQ2MX9R4T<", "amount": o.Facts[0].Text,
			"page": `href="https://shop.example.com/help"`, "e-mail": `href="mailto:help@shop.example.com"`, "telephone": `href="tel:+46812345678"`,
		} {
			if part == "" || !strings.Contains(text, part) {
				t.Errorf("%s lacks its %s: %q", step, what, part)
			}
		}
	}
}
