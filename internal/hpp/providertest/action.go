package providertest

import (
	"net/url"
	"slices"
	"testing"

	"github.com/openhpp/openhpp/internal/hpp"
)

// actionsOfPayers: every kind that is listed can be prepared, twice alike.
func actionsOfPayers(t *testing.T, s Subject) {
	payer, ok := s.Provider.(hpp.PayerAuthorizer)
	if !ok {
		return
	}
	ref := s.Open(t)
	kinds := payer.Actions(Merchant, ref)
	if len(kinds) == 0 || len(slices.Compact(slices.Sorted(slices.Values(kinds)))) != len(kinds) {
		t.Fatalf("actions %v: want each at most once, and at least one", kinds)
	}
	session, err := payer.Read(t.Context(), Merchant, ref)
	if err != nil {
		t.Fatal(err)
	}
	request := hpp.ActionRequest{
		Key: "the-attempt", ReturnURL: "https://pay.test/return", CallbackURL: "https://pay.test/callback", HintURL: "https://pay.test/hint",
	}
	if len(session.Methods) > 0 {
		request.Category = session.Methods[0].Category
	}
	for _, request.Kind = range kinds {
		first, err := payer.PrepareAction(t.Context(), Merchant, ref, request)
		if err != nil {
			t.Fatalf("%s: %v", request.Kind, err)
		}
		checkAction(t, request.Kind, first)
		again, err := payer.PrepareAction(t.Context(), Merchant, ref, request)
		if err != nil || again.Remote != first.Remote || again.RedirectURL != first.RedirectURL {
			t.Errorf("%s prepared again: %v, %+v and %+v", request.Kind, err, first, again)
		}
	}
}

// checkAction holds an action against its kind.
func checkAction(t *testing.T, kind hpp.ActionKind, action hpp.PayerAction) {
	t.Helper()
	switch kind {
	case hpp.ActionRedirect:
		if u, err := url.Parse(action.RedirectURL); err != nil || u.Host == "" || action.Script != nil {
			t.Errorf("a redirect leads to %q, beside the script %v", action.RedirectURL, action.Script)
		}
	case hpp.ActionScript:
		script := action.Script
		if script == nil || action.RedirectURL != "" {
			t.Fatalf("no script, or an address beside it: %+v", action)
		}
		if (script.ClientToken == "") == (script.Snippet == "") || (script.ClientToken == "") != (script.Address == "") {
			t.Errorf("a token with its script, or a snippet: %+v", script)
		}
		for _, origin := range script.Origins {
			if u, err := url.Parse(origin); err != nil || u.Host == "" || origin != u.Scheme+"://"+u.Host {
				t.Errorf("%q is no origin", origin)
			}
		}
		if len(script.Origins) == 0 {
			t.Error("a script without an origin")
		}
	default:
		t.Errorf("the kind %q is unknown", kind)
	}
}

// outcomesOfTokens: nothing, then the token until it is used or released.
func outcomesOfTokens(t *testing.T, s Subject) {
	payer, ok := s.Provider.(hpp.PayerAuthorizer)
	if !ok || s.Authorize == nil {
		return
	}
	ref := s.Open(t)
	before, err := payer.Outcome(t.Context(), Merchant, ref, "")
	if err != nil || before.Kind != hpp.OutcomeNone || before.Token != "" || len(before.OrderBody) == 0 {
		t.Fatalf("%+v, %v: want nothing yet, and the order's body", before, err)
	}
	token := s.Authorize(t, ref)
	for range 2 {
		outcome, err := payer.Outcome(t.Context(), Merchant, ref, "")
		if err != nil || outcome.Kind != hpp.OutcomeToken || outcome.Token != token || len(outcome.OrderBody) == 0 {
			t.Fatalf("%+v, %v: want the token %q and the order's body", outcome, err, token)
		}
		session, err := payer.Read(t.Context(), Merchant, ref)
		if err != nil || outcome.Purchase.Revision() != session.Purchase.Revision() {
			t.Errorf("the outcome is of another purchase: %v", err)
		}
	}
}

// outcomesOfOrders: an order that the payer placed is named.
func outcomesOfOrders(t *testing.T, s Subject) {
	payer, ok := s.Provider.(hpp.PayerAuthorizer)
	if !ok || s.Complete == nil {
		return
	}
	ref := s.Open(t)
	s.Complete(t, ref)
	for range 2 {
		outcome, err := payer.Outcome(t.Context(), Merchant, ref, "")
		if err != nil || outcome.Kind != hpp.OutcomeComplete || outcome.Order.ID == "" {
			t.Fatalf("%+v, %v: want the order", outcome, err)
		}
	}
	if session, err := payer.Read(t.Context(), Merchant, ref); err != nil || session.State != hpp.PaymentComplete {
		t.Errorf("read: %+v, %v: want a complete session", session, err)
	}
}
