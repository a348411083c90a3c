package klarna

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"net/url"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/upstream"
)

// PrepareAction implements hpp.PayerAuthorizer.
func (p Payments) PrepareAction(ctx context.Context, merchant hpp.MerchantID, ref hpp.PaymentRef, req hpp.ActionRequest) (hpp.PayerAction, error) {
	s, login, err := p.session(ctx, merchant, ref)
	if err != nil {
		return hpp.PayerAction{}, err
	}
	if s.isComplete() {
		return hpp.PayerAction{}, hpp.ErrNotFound
	}
	if req.Kind == hpp.ActionRedirect {
		return p.hostedPage(ctx, login, sessionsPath+ref.ID, req)
	}
	if s.ClientToken == "" {
		return hpp.PayerAction{}, &unknownError{text: "klarna: read session: the answer has no client_token"}
	}
	if err := p.addCallback(ctx, login, ref, s, req.CallbackURL); err != nil {
		return hpp.PayerAction{}, err
	}
	return hpp.PayerAction{Script: &hpp.ProviderScript{
		Address: p.Upstream.SDKURL, ClientToken: s.ClientToken, Origins: p.Upstream.PageOrigins,
	}}, nil
}

// EndAction implements hpp.PayerAuthorizer: a payment session keeps nothing of a
// payer who left, and one that nobody authorized expires by itself.
func (Payments) EndAction(context.Context, hpp.MerchantID, hpp.PaymentRef, hpp.ActionEnd) error {
	return nil
}

// addCallback has the upstream tell of an authorization where the merchant's own
// server is not told (docs/spec/upstream.md U2.6). The whole of merchant_urls is
// sent: whether an update merges its members is published nowhere. A refusal is
// no fault: reads suffice.
func (p Payments) addCallback(ctx context.Context, login upstream.Login, ref hpp.PaymentRef, s session, address string) error {
	if address == "" || login.Options.Callback == upstream.CallbackOff || s.MerchantURLs.Authorization != "" {
		return nil
	}
	urls := map[string]json.RawMessage{}
	if sent, ok := s.members["merchant_urls"]; ok {
		if err := json.Unmarshal(sent, &urls); err != nil {
			return &unknownError{text: "klarna: read session: merchant_urls is not an object"}
		}
	}
	quoted, err := json.Marshal(address)
	if err != nil {
		return err
	}
	urls["authorization"] = quoted
	err = p.do(ctx, login, call{
		name: "add the callback", method: http.MethodPost, path: sessionsPath + url.PathEscape(ref.ID), body: map[string]any{"merchant_urls": urls},
	})
	if _, refused := errors.AsType[*hpp.Refusal](err); refused {
		return nil
	}
	return err
}
