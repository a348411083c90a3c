package klarna

import (
	"context"
	"encoding/json"
	"net/http"
	"net/url"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/upstream"
)

// Actions implements hpp.PayerAuthorizer: without its return addresses rewritten
// an order's script would lead the payer past this server.
func (c Checkout) Actions(merchant hpp.MerchantID, ref hpp.PaymentRef) []hpp.ActionKind {
	switch options := c.options(merchant, ref); {
	case options.Mode == upstream.Redirect, options.Return == upstream.ReturnOff:
		return []hpp.ActionKind{hpp.ActionRedirect}
	case options.Mode == upstream.Widget:
		return []hpp.ActionKind{hpp.ActionScript}
	}
	return []hpp.ActionKind{hpp.ActionScript, hpp.ActionRedirect}
}

// PrepareAction implements hpp.PayerAuthorizer.
func (c Checkout) PrepareAction(ctx context.Context, merchant hpp.MerchantID, ref hpp.PaymentRef, req hpp.ActionRequest) (hpp.PayerAction, error) {
	o, err := c.order(ctx, merchant, ref)
	if err != nil {
		return hpp.PayerAction{}, err
	}
	if o.Status == checkoutComplete {
		return hpp.PayerAction{}, hpp.ErrNotFound
	}
	if req.Kind == hpp.ActionRedirect {
		return c.hostedPage(ctx, o.of, checkoutPath+ref.ID, req)
	}
	if o.HTMLSnippet == "" {
		return hpp.PayerAction{}, &unknownError{text: "klarna: read checkout order: the answer has no html_snippet"}
	}
	if err := c.rewriteReturns(ctx, o, ref, req); err != nil {
		return hpp.PayerAction{}, err
	}
	return hpp.PayerAction{Script: &hpp.ProviderScript{Snippet: o.HTMLSnippet, Origins: c.Upstream.PageOrigins}}, nil
}

// originalMember is the member of a rewritten return address that keeps the
// merchant's own. Nobody is sent there: it is how the order can be put back.
const originalMember = "merchant_address"

// rewriteReturns has the order's script come back to this server
// (docs/spec/upstream.md U3.2). The merchant's own addresses stay readable in the
// new ones, and the whole of merchant_urls is sent.
func (c Checkout) rewriteReturns(ctx context.Context, o checkoutOrder, ref hpp.PaymentRef, req hpp.ActionRequest) error {
	urls := map[string]json.RawMessage{}
	for name, value := range o.urls {
		urls[name] = value
	}
	changed := false
	for name, result := range map[string]string{"confirmation": hpp.ReturnDone, "checkout": hpp.ReturnBack} {
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
	return c.do(ctx, o.of, call{
		name: "rewrite return addresses", method: http.MethodPost, path: checkoutPath + url.PathEscape(ref.ID), body: map[string]any{"merchant_urls": urls},
	})
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
