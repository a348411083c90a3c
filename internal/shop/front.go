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
	Hints   []Hint
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

// Hint is something to type on the payment page, and what it leads to.
type Hint struct{ Text, Result string }

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
	s.render(w, r, http.StatusOK, "front.html", s.newFrontView(chosen))
}

func (s *Shop) newFrontView(chosen market) frontView {
	cart := chosen.cart("")
	view := frontView{
		Title: "The lamp shop", Market: chosen, Total: chosen.money(cart.Amount), Hints: s.config.Hints(chosen.Country, chosen.Domain),
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
