package checkout

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"html"
	"net/http"
	"net/url"
	"strings"

	"github.com/openhpp/openhpp/internal/provider/endpoint"
	"github.com/openhpp/openhpp/internal/provider/merchantcalls"
)

// proofSize is the length of a link's proof in bytes.
const proofSize = 16

// stringList of the snippet's link, by language.
var pay = map[string]string{"en": "Continue to payment", "sv": "Fortsätt till betalningen"}

// snippet is what a shop puts into its page: a link in the container that
// clients look for. It holds no script, so that it works under any policy.
func (s *Service) snippet(o Order) string {
	language, _, _ := strings.Cut(strings.ToLower(o.Purchase.Locale), "-")
	label, ok := pay[language]
	if !ok {
		label = pay["en"]
	}
	return `<div id="klarna-checkout-container"><a target="_top" href="` + html.EscapeString(s.link(o.ID)) + `">` + html.EscapeString(label) + `</a></div>`
}

func (s *Service) link(id string) string {
	return s.PublicURL + "/playground/checkout/" + url.PathEscape(id) + "/" + s.proof(id)
}

// proof keeps an order's id from opening its page.
func (s *Service) proof(id string) string {
	mac := hmac.New(sha256.New, s.Secret)
	mac.Write([]byte("checkout\x00" + id))
	return base64.RawURLEncoding.EncodeToString(mac.Sum(nil)[:proofSize])
}

// open sends a browser that followed the link to the order's page. A wrong
// proof is answered like an order that does not exist.
func (s *Service) open(w http.ResponseWriter, r *http.Request) {
	id := r.PathValue("order_id")
	address, err := "", error(noOrder(id))
	if subtle.ConstantTimeCompare([]byte(r.PathValue("proof")), []byte(s.proof(id))) == 1 {
		address, err = s.page(r.Context(), id)
	}
	if err != nil {
		endpoint.WriteError(w, r, err)
		return
	}
	w.Header().Set("Referrer-Policy", "no-referrer")
	w.Header().Set("Cache-Control", "no-store")
	http.Redirect(w, r, address, http.StatusSeeOther)
}

func (s *Service) page(ctx context.Context, id string) (string, error) {
	o, err := s.Store.CheckoutOf(ctx, id)
	if err == nil && o.Over(s.now()) {
		err = endpoint.ErrNotFound
	}
	if err != nil {
		return "", endpoint.NotFoundAs(err, noOrder(id))
	}
	return s.OpenPage(ctx, PageRequest{
		Merchant: o.Merchant, Shop: o.Shop, OrderID: id, OrderURL: s.address(id),
		Confirmation: s.filled(o, o.Purchase.MerchantUrls.Confirmation), Back: s.filled(o, o.Purchase.MerchantUrls.Checkout),
	})
}

// filled replaces the placeholders of an address (docs/spec/provider.md B.2).
func (s *Service) filled(o Order, address string) string {
	place := s.address(o.ID)
	return merchantcalls.FillPlaceholders(address, "checkout.order.id", o.ID, "checkout.order.url", place, "checkout.order.uri", place)
}
