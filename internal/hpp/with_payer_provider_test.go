package hpp_test

import (
	"context"
	"testing"

	"github.com/openhpp/openhpp/internal/hpp"
)

// atProvider is a provider whose payers act themselves, on top of the one of the
// other tests: what it shows is what a test says.
type atProvider struct {
	*provider
	outcome  hpp.PaymentOutcome
	unread   error // of Outcome
	bodies   []string
	tokens   []string
	outcomes int
	reads    int
	ended    []hpp.ActionEnd
	endFails error

	prepareFails error
}

func (p *atProvider) ByHost(host string) (string, hpp.Provider, bool) {
	return "builtin", payerSide{p}, host == "api.test"
}
func (p *atProvider) ByName(string) (hpp.Provider, bool) { return payerSide{p}, true }
func (p *atProvider) Hosts() []string                    { return []string{"api.test"} }

// payerSide is atProvider as the core sees it: without Authorize and Revise.
type payerSide struct{ p *atProvider }

func (s payerSide) Read(ctx context.Context, m hpp.MerchantID, ref hpp.PaymentRef) (hpp.PaymentSession, error) {
	s.p.reads++
	return s.p.Read(ctx, m, ref)
}

func (s payerSide) PlaceOrder(_ context.Context, _ hpp.MerchantID, _ hpp.PaymentRef, token string, body []byte) (hpp.Order, error) {
	s.p.tokens, s.p.bodies = append(s.p.tokens, token), append(s.p.bodies, string(body))
	return s.p.place(token)
}

func (s payerSide) Capture(ctx context.Context, m hpp.MerchantID, ref hpp.PaymentRef, order string, amount int64, key string) error {
	return s.p.Capture(ctx, m, ref, order, amount, key)
}

func (s payerSide) Release(ctx context.Context, m hpp.MerchantID, ref hpp.PaymentRef, token string) error {
	return s.p.Release(ctx, m, ref, token)
}

func (s payerSide) Actions(hpp.MerchantID, hpp.PaymentRef) []hpp.ActionKind {
	return []hpp.ActionKind{hpp.ActionScript, hpp.ActionRedirect}
}

func (s payerSide) PrepareAction(_ context.Context, _ hpp.MerchantID, _ hpp.PaymentRef, r hpp.ActionRequest) (hpp.PayerAction, error) {
	if s.p.prepareFails != nil {
		return hpp.PayerAction{}, s.p.prepareFails
	}
	if r.Kind == hpp.ActionRedirect {
		return hpp.PayerAction{RedirectURL: "https://provider.test/page?back=" + r.ReturnURL, Remote: "remote-" + r.Key}, nil
	}
	return hpp.PayerAction{Script: &hpp.ProviderScript{Address: "https://provider.test/api.js", ClientToken: "client", Origins: []string{"https://provider.test"}}}, nil
}

func (s payerSide) Outcome(context.Context, hpp.MerchantID, hpp.PaymentRef, string) (hpp.PaymentOutcome, error) {
	s.p.outcomes++
	outcome := s.p.outcome
	outcome.Purchase, outcome.OrderBody = s.p.payment.Purchase, []byte(`{"order_amount":`+s.p.payment.Purchase.Locale+`}`)
	return outcome, s.p.unread
}

func (s payerSide) EndAction(_ context.Context, _ hpp.MerchantID, _ hpp.PaymentRef, end hpp.ActionEnd) error {
	s.p.ended = append(s.p.ended, end)
	return s.p.endFails
}

// shows has the provider show an authorization.
func (p *atProvider) shows(token string) {
	p.outcome = hpp.PaymentOutcome{Kind: hpp.OutcomeToken, Token: token}
}

func newWorldAtProvider(t *testing.T) (*world, *atProvider) {
	t.Helper()
	w := newWorld(t)
	p := &atProvider{provider: w.provider, outcome: hpp.PaymentOutcome{Kind: hpp.OutcomeNone}}
	w.Providers = p
	return w, p
}

func placing(c *hpp.SessionRequest) { c.PlaceOrderMode = "PLACE_ORDER" }

// step is the token of the provider's step that the page leads to.
func (w *world) step(link string) string {
	w.t.Helper()
	v := w.open(link)
	if v.StepToken == "" {
		w.t.Fatalf("no step: the page shows %s", v.State)
	}
	return v.StepToken
}

func (w *world) brings(step, token string) (hpp.PageView, error) {
	return w.ReportStep(w.t.Context(), step, hpp.StepReport{Result: hpp.StepApproved, Token: token})
}
