package klarna

import (
	"context"
	"encoding/json"
	"errors"
	"maps"
	"net/http"
	"net/url"

	"github.com/openhpp/openhpp/internal/hpp"
)

// originalMember is the member of a rewritten return address that keeps the
// merchant's own. Nobody is sent there: it is how the order can be put back.
const originalMember = "merchant_address"

// rewriteReturns has the order's script come back to this server
// (docs/spec/upstream.md U3.2). The merchant's own addresses stay readable in the
// new ones, and the whole of merchant_urls is sent.
func (c Checkout) rewriteReturns(ctx context.Context, o checkoutOrder, ref hpp.PaymentRef, req hpp.ActionRequest) error {
	urls, changed := maps.Clone(o.urls), false
	for name, result := range returns {
		before := o.address(name)
		address := req.ReturnURL + "?" + url.Values{"result": {result}, originalMember: {originalOf(before)}}.Encode()
		quoted, err := json.Marshal(address)
		if err != nil {
			return err
		}
		urls[name] = quoted
		changed = changed || address != before
	}
	if !changed {
		return nil
	}
	return c.sendURLs(ctx, o, ref, "rewrite return addresses", urls)
}

// returns are the members of merchant_urls to which the script leads the payer, and
// what the payer comes back with.
var returns = map[string]string{"confirmation": hpp.ReturnDone, "checkout": hpp.ReturnBack}

// sendURLs sends the whole of merchant_urls: whether an update merges its members is
// published nowhere.
func (c Checkout) sendURLs(ctx context.Context, o checkoutOrder, ref hpp.PaymentRef, name string, urls map[string]json.RawMessage) error {
	return c.do(ctx, o.of, call{
		name: name, method: http.MethodPost, path: checkoutPath + url.PathEscape(ref.ID), body: map[string]any{"merchant_urls": urls},
	})
}

// EndAction implements hpp.PayerAuthorizer (docs/spec/upstream.md U3.2, U3.4). What
// the upstream refuses has become an order, or is gone: reads say which.
func (c Checkout) EndAction(ctx context.Context, merchant hpp.MerchantID, ref hpp.PaymentRef, end hpp.ActionEnd) error {
	o, err := c.order(ctx, merchant, ref)
	switch {
	case errors.Is(err, hpp.ErrNotFound):
		return nil
	case err != nil:
		return err
	case o.Status == checkoutComplete:
		return nil
	case end.Cancelled:
		err = c.do(ctx, o.of, call{name: "abort", method: http.MethodPost, path: checkoutPath + url.PathEscape(ref.ID) + "/abort"})
	default:
		err = c.restoreReturns(ctx, o, ref, end.ReturnURL)
	}
	if _, refused := errors.AsType[*hpp.Refusal](err); refused {
		return nil
	}
	return err
}

// restoreReturns gives an order its merchant's own return addresses back, where they
// are this server's, whichever attempt they were made for.
func (c Checkout) restoreReturns(ctx context.Context, o checkoutOrder, ref hpp.PaymentRef, returnURL string) error {
	urls, changed := maps.Clone(o.urls), false
	for name := range returns {
		address := o.address(name)
		original := originalOf(address)
		if original == address || !sameOrigin(address, returnURL) {
			continue
		}
		quoted, err := json.Marshal(original)
		if err != nil {
			return err
		}
		urls[name], changed = quoted, true
	}
	if !changed {
		return nil
	}
	return c.sendURLs(ctx, o, ref, "restore return addresses", urls)
}

// originalOf is the merchant's own address in one that may have been rewritten.
func originalOf(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return address
	}
	if original := u.Query().Get(originalMember); original != "" {
		return original
	}
	return address
}
