package checkout

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"errors"
	"net/http"
	"net/url"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/provider/endpoint"
	"github.com/openhpp/openhpp/internal/provider/merchantcalls"
)

// An order is opened to a browser by its snippet in two ways, each with a proof of
// its own: by a link to its hosted page, and by a script.
const (
	// ScriptOrders begins the addresses that a snippet's script calls, below the
	// public URL.
	ScriptOrders = "/playground/kcoc/v1/orders/"
	// ScriptScheme is the Authorization scheme of those calls.
	ScriptScheme = "KlarnaCheckout"
)

// proofSize is the length of a proof in bytes.
const proofSize = 16

func (s *Service) link(id string) string {
	return s.PublicURL + "/playground/checkout/" + url.PathEscape(id) + "/" + s.proof(id)
}

// proof keeps an order's id from opening its page, scriptProof from opening the
// order to a script.
func (s *Service) proof(id string) string { return s.proofFor("checkout", id) }

func (s *Service) scriptProof(id string) string { return s.proofFor("checkout script", id) }

func (s *Service) proofFor(purpose, id string) string {
	mac := hmac.New(sha256.New, s.Secret)
	mac.Write([]byte(purpose + "\x00" + id))
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
	o, err := s.ofBrowser(ctx, id)
	if err != nil {
		return "", endpoint.NotFoundAs(err, noOrder(id))
	}
	return s.OpenPage(ctx, PageRequest{
		Merchant: o.Merchant, Shop: o.Shop, OrderID: id, OrderURL: s.address(id),
		Confirmation: s.filled(o, o.Purchase.MerchantUrls.Confirmation), Back: s.filled(o, o.Purchase.MerchantUrls.Checkout),
	})
}

// OpenToScript answers the order that a snippet's script may show and pay, and where
// its payer goes afterwards. A wrong proof is hpp.ErrNotFound, as an order that is
// not there.
func (s *Service) OpenToScript(ctx context.Context, id, proof string) (o Order, confirmation string, err error) {
	if subtle.ConstantTimeCompare([]byte(proof), []byte(s.scriptProof(id))) != 1 {
		return Order{}, "", hpp.ErrNotFound
	}
	o, err = s.ofBrowser(ctx, id)
	switch {
	case errors.Is(err, endpoint.ErrNotFound):
		return Order{}, "", hpp.ErrNotFound
	case err != nil:
		return Order{}, "", err
	}
	return o, s.filled(o, o.Purchase.MerchantUrls.Confirmation), nil
}

// ofBrowser is an order whose browser proved itself; endpoint.ErrNotFound once it is
// over.
func (s *Service) ofBrowser(ctx context.Context, id string) (Order, error) {
	o, err := s.Store.CheckoutOf(ctx, id)
	if err == nil && o.Over(s.now()) {
		err = endpoint.ErrNotFound
	}
	return o, err
}

// filled replaces the placeholders of an address (docs/spec/provider.md B.2).
func (s *Service) filled(o Order, address string) string {
	place := s.address(o.ID)
	return merchantcalls.FillPlaceholders(address, "checkout.order.id", o.ID, "checkout.order.url", place, "checkout.order.uri", place)
}
