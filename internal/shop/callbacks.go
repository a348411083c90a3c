package shop

import "net/http"

// callbacksView lists every callback the shop remembers.
type callbacksView struct {
	Title     string
	Purchases []purchaseEvents
	Refresh   bool
}

type purchaseEvents struct {
	Reference string
	Total     string
	Token     string
	GoOn      string
	Events    []eventView
}

// callbacks shows what arrives, live. It links to the purchases: in a
// demonstration the buyer reads this page.
func (s *Shop) callbacks(w http.ResponseWriter, r *http.Request) {
	view := callbacksView{Title: "Status callbacks", Refresh: true}
	for _, p := range s.purchases.all() {
		if p.SessionID == "" {
			continue // its page was never made
		}
		view.Purchases = append(view.Purchases, purchaseEvents{
			Reference: p.reference(), Token: p.Token, GoOn: p.RedirectURL,
			Total: p.Choice.Market.money(p.cart().Amount), Events: newEventViews(p.Events),
		})
	}
	s.render(w, r, http.StatusOK, "callbacks.html", view)
}
