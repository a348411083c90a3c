package shop

import (
	"context"
	"crypto/rand"
	"fmt"
	"net/http"

	"github.com/openhpp/openhpp/client"
)

const maxForm = 16 << 10 // bytes

var modes = []client.Mode{client.ModePlaceOrder, client.ModeCaptureOrder, client.ModeNone}

// buy starts a purchase and sends the payer to its payment page.
func (s *Shop) buy(w http.ResponseWriter, r *http.Request) {
	r.Body = http.MaxBytesReader(w, r.Body, maxForm)
	chosen, err := readChoice(r)
	if err != nil {
		s.showProblem(w, r, http.StatusBadRequest, "This form does not add up", err.Error())
		return
	}
	p, err := s.start(r.Context(), chosen)
	if err != nil {
		s.showAPIError(w, r, "The payment could not be started", err)
		return
	}
	if chosen.Till {
		http.Redirect(w, r, p.TillURL, http.StatusSeeOther)
		return
	}
	http.Redirect(w, r, p.RedirectURL, http.StatusSeeOther)
}

func readChoice(r *http.Request) (choice, error) {
	if err := r.ParseForm(); err != nil {
		return choice{}, fmt.Errorf("the form cannot be read: %w", err)
	}
	m, ok := findMarket(r.PostForm.Get("market"))
	if !ok {
		return choice{}, fmt.Errorf("market is %q, want one of those on the front page", r.PostForm.Get("market"))
	}
	for _, mode := range modes {
		if string(mode) == r.PostForm.Get("mode") {
			return choice{Market: m, Mode: mode, Till: r.PostForm.Get("where") == "till"}, nil
		}
	}
	return choice{}, fmt.Errorf("mode is %q, want one of %v", r.PostForm.Get("mode"), modes)
}

// start makes the payment session and the page on it. The purchase is
// remembered first: its callbacks may come before the answer.
func (s *Shop) start(ctx context.Context, chosen choice) (purchase, error) {
	p := purchase{Token: rand.Text(), Choice: chosen}
	s.purchases.add(p)
	payment, err := s.config.Client.CreatePayment(ctx, p.paymentPurchase(), client.WithIdempotencyKey("payment-"+p.Token))
	if err != nil {
		return purchase{}, err
	}
	created, err := s.config.Client.CreateSession(ctx, client.NewSession{
		PaymentSessionURL: s.config.Client.PaymentURL(payment.SessionID),
		MerchantURLs:      s.merchantURLs(p),
		Options:           pageOptions(chosen.Mode),
	}, client.WithIdempotencyKey("page-"+p.Token))
	if err != nil {
		return purchase{}, err
	}
	p, _ = s.purchases.change(p.Token, func(p *purchase) bool {
		p.SessionID, p.RedirectURL = created.SessionID, created.RedirectURL
		return true
	})
	p.RedirectURL, p.TillURL = created.RedirectURL, created.Module.StandaloneURL // also when newer purchases have displaced it
	return p, nil
}

// pageOptions make the page look like the shop: its wall, its brass, and whom to ask.
func pageOptions(mode client.Mode) *client.SessionOptions {
	return &client.SessionOptions{
		PlaceOrderMode: mode, GroundColor: "#efe6d5", AccentColor: "#8a4b08", SupportEmail: "help@lamps.example",
	}
}

// paymentPurchase is the cart of the payment session. At a till the customer is not
// known.
func (p purchase) paymentPurchase() client.Purchase {
	if !p.Choice.Till {
		return p.Choice.Market.withCustomer(p.cart())
	}
	cart := p.cart()
	cart.Channel = "IN_STORE"
	return cart
}

// cart is the same at the start, but for the customer, and when the shop places
// the order: the server compares the two.
func (p purchase) cart() client.Purchase { return p.Choice.Market.cart(p.reference()) }

// reference is the order number that people see. The rest of the token cannot be
// guessed from it.
func (p purchase) reference() string { return "LAMP-" + p.Token[:6] }

// merchantURLs leads the payer back to the shop's pages. At a till the payer's
// phone stays on the payment page.
func (s *Shop) merchantURLs(p purchase) client.MerchantURLs {
	statusURL := s.config.PublicURL + "/callbacks/" + p.Token
	if p.Choice.Till {
		return client.MerchantURLs{StatusUpdate: statusURL}
	}
	back := func(outcome string) string { return s.config.PublicURL + "/return/" + outcome + "?purchase=" + p.Token }
	return client.MerchantURLs{
		Success: back("success") + "&result={{openhpp_result}}", Failure: back("failure"), Back: back("back"), Cancel: back("cancel"), Error: back("error"),
		StatusUpdate: statusURL,
	}
}
