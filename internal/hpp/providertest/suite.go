package providertest

import (
	"testing"

	"github.com/openhpp/openhpp/internal/hpp"
)

// Merchant owns the payment sessions of the tests; Stranger is another merchant.
const (
	Merchant hpp.MerchantID = "m1"
	Stranger hpp.MerchantID = "m2"
)

// Subject is a provider under test, and what makes payers act at it.
type Subject struct {
	Provider hpp.Provider
	// Open makes a payment session of Merchant with the same cart each time.
	Open func(*testing.T) hpp.PaymentRef
	// Authorize has a payer authorize a payment session and answers the token.
	// nil: payers place the order themselves.
	Authorize func(*testing.T, hpp.PaymentRef) string
	// Complete has a payer place the order; nil: only PlaceOrder does.
	Complete func(*testing.T, hpp.PaymentRef)
	// Authorization is what a ServerAuthorizer approves, with the one-time code
	// that it may challenge the payer for; other providers need none.
	Authorization func(key string, p hpp.Purchase) hpp.Authorization
}

// Run checks a provider; open makes one for each check.
func Run(t *testing.T, open func(*testing.T) Subject) {
	for name, check := range map[string]func(*testing.T, Subject){
		"one kind of authorizer":     oneKindOfAuthorizer,
		"reading":                    reading,
		"sessions of others":         sessionsOfOthers,
		"authorizing on the server":  authorizingOnTheServer,
		"actions of payers":          actionsOfPayers,
		"outcomes of tokens":         outcomesOfTokens,
		"outcomes of orders":         outcomesOfOrders,
		"placing an order":           placingAnOrder,
		"tokens that open nothing":   tokensThatOpenNothing,
		"releasing an authorization": releasingAnAuthorization,
	} {
		t.Run(name, func(t *testing.T) { check(t, open(t)) })
	}
}

// oneKindOfAuthorizer: the core asks a server or hands the payer over, never both.
func oneKindOfAuthorizer(t *testing.T, s Subject) {
	_, server := s.Provider.(hpp.ServerAuthorizer)
	_, payer := s.Provider.(hpp.PayerAuthorizer)
	if server == payer {
		t.Errorf("authorizes on the server: %v, by the payer's action: %v; want one of them", server, payer)
	}
}

func reading(t *testing.T, s Subject) {
	ref := s.Open(t)
	first, err := s.Provider.Read(t.Context(), Merchant, ref)
	if err != nil || first.State != hpp.PaymentOpen || first.Purchase.Amount <= 0 || first.ExpiresAt.IsZero() {
		t.Fatalf("%+v, %v: not an open session with an amount and an end", first, err)
	}
	if ref.Kind == hpp.KindPayments && len(first.Methods) == 0 {
		t.Error("no method is offered")
	}
	again, err := s.Provider.Read(t.Context(), Merchant, ref)
	if err != nil || again.Purchase.Revision() != first.Purchase.Revision() {
		t.Errorf("read twice: %v, revisions %s and %s", err, first.Purchase.Revision(), again.Purchase.Revision())
	}
}

// sessionsOfOthers answer like sessions that never were.
func sessionsOfOthers(t *testing.T, s Subject) {
	ref := s.Open(t)
	unknown := ref
	unknown.ID = "00000000-0000-4000-8000-000000000000"
	_, foreign := s.Provider.Read(t.Context(), Stranger, ref)
	_, missing := s.Provider.Read(t.Context(), Merchant, unknown)
	if !hpp.IsCode(foreign, hpp.CodeNotFound) || !hpp.IsCode(missing, hpp.CodeNotFound) {
		t.Errorf("foreign: %v, missing: %v; want ErrNotFound twice", foreign, missing)
	}
	payer, ok := s.Provider.(hpp.PayerAuthorizer)
	if !ok {
		return
	}
	_, foreign = payer.Outcome(t.Context(), Stranger, ref, "")
	_, missing = payer.Outcome(t.Context(), Merchant, unknown, "")
	if !hpp.IsCode(foreign, hpp.CodeNotFound) || !hpp.IsCode(missing, hpp.CodeNotFound) {
		t.Errorf("outcome, foreign: %v, missing: %v; want ErrNotFound twice", foreign, missing)
	}
}

// authorizingOnTheServer: the same key is the same authorization.
func authorizingOnTheServer(t *testing.T, s Subject) {
	server, ok := s.Provider.(hpp.ServerAuthorizer)
	if !ok {
		return
	}
	ref := s.Open(t)
	session, err := server.Read(t.Context(), Merchant, ref)
	if err != nil {
		t.Fatal(err)
	}
	var first hpp.Verdict
	request := s.Authorization("the-attempt", session.Purchase)
	for i := range 2 {
		verdict, err := authorizeWithCode(t, server, ref, request)
		if err != nil || verdict.Kind != hpp.Approved || verdict.Token == "" {
			t.Fatalf("%+v, %v: not approved", verdict, err)
		}
		if i == 0 {
			first = verdict
		} else if verdict.Token != first.Token {
			t.Errorf("the same key got tokens %q and %q", first.Token, verdict.Token)
		}
	}
}

// authorizeWithCode types the code where the payer is challenged for it.
func authorizeWithCode(t *testing.T, server hpp.ServerAuthorizer, ref hpp.PaymentRef, request hpp.Authorization) (hpp.Verdict, error) {
	t.Helper()
	code := request.Code
	request.Code = ""
	verdict, err := server.Authorize(t.Context(), Merchant, ref, request)
	if err == nil && verdict.Kind == hpp.Challenged {
		request.Code = code
		verdict, err = server.Authorize(t.Context(), Merchant, ref, request)
	}
	return verdict, err
}
