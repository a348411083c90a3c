package shop

import (
	"net/http"

	"github.com/openhpp/openhpp/client"
)

// frontView is the front page: one lamp, in one market.
type frontView struct {
	Title   string
	Market  market
	Markets []marketLink
	Lines   []lineView
	Tax     string
	Total   string
	Modes   []modeView
	Hints   []hint
}

type marketLink struct {
	market
	Current bool
}

type lineView struct {
	Name, Amount string
	Discount     bool
}

type modeView struct {
	Mode    client.Mode
	Name    string
	About   string
	Checked bool
}

// hint is something to type on the payment page, and what it leads to.
type hint struct{ Text, Result string }

func (s *Shop) front(w http.ResponseWriter, r *http.Request) {
	chosen := markets[0]
	if id := r.URL.Query().Get("market"); id != "" {
		m, ok := findMarket(id)
		if !ok {
			s.showProblem(w, r, http.StatusNotFound, "The lamp is not sold there", "Choose a country on the front page.")
			return
		}
		chosen = m
	}
	s.render(w, r, http.StatusOK, "front.html", newFrontView(chosen))
}

func newFrontView(chosen market) frontView {
	cart := chosen.cart("")
	view := frontView{
		Title: "The lamp shop", Market: chosen, Total: chosen.money(cart.Amount), Hints: hints(chosen),
		Modes: []modeView{
			{Mode: client.ModePlaceOrder, Name: "Place the order", About: "The page places it; the shop captures the money when the lamp is sent.", Checked: true},
			{Mode: client.ModeCaptureOrder, Name: "Place and capture", About: "The page does both at once, as for downloads."},
			{Mode: client.ModeNone, Name: "Authorize only", About: "The shop places the order itself, after a look at its shelf."},
		},
	}
	for _, m := range markets {
		view.Markets = append(view.Markets, marketLink{market: m, Current: m.ID == chosen.ID})
	}
	for _, line := range cart.Lines {
		view.Lines = append(view.Lines, lineView{Name: line.Name, Amount: chosen.money(line.Total), Discount: line.Total < 0})
	}
	if chosen.TaxRate > 0 {
		view.Tax = chosen.money(cart.TaxAmount)
	}
	return view
}

// hints are the built-in provider's test data (provider.md §E).
func hints(m market) []hint {
	found := []hint{
		{"customer@" + m.Domain, "is approved"},
		{"customer+denied@" + m.Domain, "is declined; another method may follow"},
		{"customer+red@" + m.Domain, "is not offered the method at all"},
	}
	if m.Country == "US" || m.Country == "GB" {
		found = append(found, hint{"customer+pend-accept-05@" + m.Domain, "waits five minutes for a fraud check"})
	}
	return append(found, hint{"123456", "or any six digits is the right one-time code"}, hint{"999999", "is the wrong one"})
}
