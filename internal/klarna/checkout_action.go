package klarna

import (
	"context"
	"errors"
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
	if bootstrap := bootstrapOf(o.HTMLSnippet); bootstrap != nil && !c.mayLoad(bootstrap) {
		return c.withoutScript(o, c.refuseScript(ctx, o, bootstrap))
	}
	err = c.rewriteReturns(ctx, o, ref, req)
	if refusal, refused := errors.AsType[*hpp.Refusal](err); refused {
		return c.withoutScript(o, refusal)
	}
	if err != nil {
		return hpp.PayerAction{}, err
	}
	return hpp.PayerAction{Purchase: o.purchase(), Script: &hpp.ProviderScript{Snippet: o.HTMLSnippet, Origins: c.Upstream.PageOrigins}}, nil
}

// refuseScript keeps a script of a host that is not the upstream's from payers. The
// log says which.
func (c Checkout) refuseScript(ctx context.Context, o checkoutOrder, script *url.URL) *hpp.Refusal {
	why := &hpp.Refusal{Code: "FOREIGN_SCRIPT", Message: "html_snippet loads a script from " + script.Host + ", which is no host of this upstream's pages"}
	c.Observe(ctx, Exchange{Upstream: c.Upstream.Name, Call: "use the snippet of " + script.Host, Account: o.of.Label, Status: http.StatusOK, Code: why.Code, Err: why})
	return why
}

// withoutScript answers where an order's script cannot be used: its payers go to
// the upstream's own page, where the account allows that.
func (c Checkout) withoutScript(o checkoutOrder, why *hpp.Refusal) (hpp.PayerAction, error) {
	if o.of.Options.Mode == upstream.Widget {
		return hpp.PayerAction{}, why
	}
	return hpp.PayerAction{Purchase: o.purchase()}, nil
}
