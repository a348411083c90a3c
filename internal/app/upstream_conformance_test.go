package app

import (
	"context"
	"encoding/json"
	"net/http"
	"testing"
	"time"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/hpp/providertest"
	"github.com/openhpp/openhpp/internal/klarna"
	"github.com/openhpp/openhpp/internal/merchant"
	"github.com/openhpp/openhpp/internal/upstream"
)

// loginsOf are the accounts of merchants at a server that stands in for an
// upstream.
type loginsOf map[hpp.MerchantID]merchant.Credentials

func (l loginsOf) Logins(_ context.Context, id hpp.MerchantID, _ upstream.Upstream) ([]upstream.Login, error) {
	account, ok := l[id]
	if !ok {
		return nil, &hpp.AccountError{Message: "no account"}
	}
	return []upstream.Login{{Label: "default", Username: account.Username, Password: account.Password, Options: upstream.DefaultOptions}}, nil
}

// standIn is a playground that stands in for an upstream, over real HTTP.
type standIn struct {
	t        *testing.T
	server   *App
	url      string
	accounts loginsOf
	client   *klarna.Client
}

func newStandIn(t *testing.T, kind upstream.Kind) *standIn {
	t.Helper()
	server, err := Open(t.Context(), local(t), discardLog())
	if err != nil {
		t.Fatal(err)
	}
	stop := start(t, server)
	t.Cleanup(func() {
		if err := stop(); err != nil {
			t.Error(err)
		}
	})
	s := &standIn{t: t, server: server, url: server.URL(), accounts: loginsOf{}}
	for _, id := range []hpp.MerchantID{providertest.Merchant, providertest.Stranger} {
		if s.accounts[id], err = server.merchants.Create(t.Context(), string(id)); err != nil {
			t.Fatal(err)
		}
	}
	host := server.listener.Addr().String()
	u := upstream.Upstream{
		Name: "stand-in", Kind: kind, BaseURL: s.url, Hosts: []string{host}, SDKURL: s.url + "/kp/lib/v1/api.js", PageOrigins: []string{s.url}, Test: true, Given: true,
	}
	sender := upstreamSender(u, Config{})
	t.Cleanup(sender.CloseIdleConnections)
	s.client = &klarna.Client{Upstream: u, Accounts: s.accounts, Sender: sender, Now: time.Now, Observe: func(context.Context, klarna.Exchange) {}}
	return s
}

// open makes a payment session or a Checkout order and answers its id.
func (s *standIn) open(path, member, body string, want int) string {
	s.t.Helper()
	account := s.accounts[providertest.Merchant]
	status, text := post(s.t, s.url+path, account.Username, account.Password, body)
	var made map[string]any
	if err := json.Unmarshal([]byte(text), &made); err != nil || status != want {
		s.t.Fatalf("%d %s", status, text)
	}
	id, _ := made[member].(string)
	return id
}

// authorize has a payer of the stand-in authorize.
func (s *standIn) authorize(kind hpp.PaymentKind, id string) hpp.Verdict {
	s.t.Helper()
	own, ok := s.server.sessions.Providers.ByName(builtin)
	authorizer, server := own.(hpp.ServerAuthorizer)
	if !ok || !server {
		s.t.Fatalf("the built-in provider is a %T", own)
	}
	merchantID, ref := s.accounts[providertest.Merchant].MerchantID, hpp.PaymentRef{Provider: builtin, Kind: kind, ID: id}
	session, err := own.Read(s.t.Context(), merchantID, ref)
	if err != nil {
		s.t.Fatal(err)
	}
	request := hpp.Authorization{
		Key: newID(), Category: hpp.PayLater, Amount: session.Purchase.Amount, Currency: session.Purchase.Currency,
		Payer: hpp.Payer{
			Email: "alice@example.com", Phone: "+46701740615", GivenName: "Alice", FamilyName: "Test", DateOfBirth: "1941-03-21",
			StreetAddress: "Stårgatan 1", PostalCode: "12345", City: "Ankeborg", Country: "SE",
		},
	}
	for _, request.Code = range []string{"", "123456"} {
		verdict, err := authorizer.Authorize(s.t.Context(), merchantID, ref, request)
		if err != nil {
			s.t.Fatal(err)
		}
		if verdict.Kind == hpp.Approved {
			return verdict
		}
		if verdict.Kind != hpp.Challenged {
			s.t.Fatalf("%+v", verdict)
		}
	}
	s.t.Fatal("not approved")
	return hpp.Verdict{}
}

// Klarna Payments at a second server does what every provider must.
func TestConformanceOfKlarnaPayments(t *testing.T) {
	providertest.Run(t, func(t *testing.T) providertest.Subject {
		s := newStandIn(t, upstream.Klarna)
		return providertest.Subject{
			Provider: klarna.Payments{Client: s.client},
			Open: func(*testing.T) hpp.PaymentRef {
				return hpp.PaymentRef{Provider: "stand-in", Kind: hpp.KindPayments, ID: s.open("/payments/v1/sessions", "session_id", lamp, http.StatusOK)}
			},
			Authorize: func(_ *testing.T, ref hpp.PaymentRef) string { return s.authorize(hpp.KindPayments, ref.ID).Token },
		}
	})
}

// So does Kustom Checkout.
func TestConformanceOfKustomCheckout(t *testing.T) {
	providertest.Run(t, func(t *testing.T) providertest.Subject {
		s := newStandIn(t, upstream.Kustom)
		return providertest.Subject{
			Provider: klarna.Checkout{Client: s.client},
			Open: func(*testing.T) hpp.PaymentRef {
				return hpp.PaymentRef{Provider: "stand-in", Kind: hpp.KindCheckout, ID: s.open("/checkout/v3/orders", "order_id", checkoutLamp, http.StatusCreated)}
			},
			Complete: func(_ *testing.T, ref hpp.PaymentRef) { s.authorize(hpp.KindCheckout, ref.ID) },
		}
	})
}

// checkoutLamp is a Checkout order's body.
var checkoutLamp = lamp[:len(lamp)-1] + `,"merchant_urls":{"terms":"https://shop.test/t","checkout":"https://shop.test/checkout","confirmation":"https://shop.test/c","push":"https://shop.test/p"}}`
