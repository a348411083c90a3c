package klarna

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/wire/checkout"
	"github.com/openhpp/openhpp/internal/wire/payments"
)

// checkoutSide is where the built-in provider speaks of a Checkout order to
// the payer's page.
const checkoutSide = "/playground/v1/checkout/"

// merchantPatience is how long a call may take during which the provider asks
// the merchant.
const merchantPatience = 25 * time.Second

func (c *Client) readCheckout(ctx context.Context, merchant hpp.MerchantID, ref hpp.PaymentRef) (hpp.PaymentSession, error) {
	var page checkout.Page
	err := c.do(ctx, merchant, "read Checkout order", call{
		method: http.MethodGet, path: checkoutSide + url.PathEscape(ref.ID),
		want: []int{http.StatusOK}, into: &page,
	})
	if err != nil {
		return hpp.PaymentSession{}, missing(err)
	}
	return pageOf(page)
}

var checkoutStates = map[checkout.State]hpp.PaymentState{
	checkout.StateOpen: hpp.PaymentOpen, checkout.StateComplete: hpp.PaymentComplete, checkout.StateAborted: hpp.PaymentCancelled,
}

func pageOf(p checkout.Page) (hpp.PaymentSession, error) {
	ends, err := time.Parse(time.RFC3339, p.ExpiresAt)
	state, known := checkoutStates[p.State]
	if err != nil || !known {
		return hpp.PaymentSession{}, errors.New("klarna: read Checkout order: the answer has no known state or end")
	}
	session := hpp.PaymentSession{
		State: state, Channel: hpp.Channel(strings.ToUpper(p.AcquiringChannel)), ExpiresAt: ends.UTC(),
		Purchase: hpp.Purchase{
			Country: strings.ToUpper(p.PurchaseCountry), Currency: strings.ToUpper(p.PurchaseCurrency), Locale: p.Locale,
			Amount: p.OrderAmount, Tax: p.OrderTaxAmount,
		},
		Methods: methodsOf(p.PaymentMethodCategories), Payer: payerOf(p.Payer), TermsURL: p.TermsURL,
		Theme: lookOf(p.Options), Reference: p.MerchantReference1,
		Order: hpp.Order{ID: p.OrderID, Reference: p.KlarnaReference},
	}
	for _, l := range p.OrderLines {
		session.Purchase.Lines = append(session.Purchase.Lines, hpp.Line{Type: l.Type, Name: l.Name, Quantity: l.Quantity, Unit: l.QuantityUnit, Total: l.TotalAmount})
	}
	for _, d := range p.Deliveries {
		session.Deliveries = append(session.Deliveries, hpp.Delivery{ID: d.ID, Name: d.Name, Description: d.Description, Price: d.Price, Selected: d.Selected})
	}
	return session, nil
}

// Revise implements hpp.Provider.
func (c *Client) Revise(ctx context.Context, merchant hpp.MerchantID, ref hpp.PaymentRef, choice hpp.Choice) (hpp.RevisedOrder, error) {
	if ref.Kind != hpp.KindCheckout {
		return hpp.RevisedOrder{}, hpp.ErrNotFound
	}
	var answer checkout.ReviseAnswer
	err := c.do(ctx, merchant, "revise", call{
		method: http.MethodPost, path: checkoutSide + url.PathEscape(ref.ID) + "/revise", patience: merchantPatience,
		body: checkout.ReviseRequest{Payer: typed(choice.Payer), Delivery: choice.Delivery, DeliveryOnly: choice.DeliveryOnly},
		want: []int{http.StatusOK}, into: &answer,
	})
	if err != nil {
		return hpp.RevisedOrder{}, missing(err)
	}
	switch answer.Result {
	case checkout.Incorrect:
		return hpp.RevisedOrder{Fields: answer.Fields}, nil
	case checkout.Stopped:
		return hpp.RevisedOrder{Refused: true, MerchantMessage: answer.Text, MerchantRedirect: answer.Redirect}, nil
	case checkout.Revised:
		if answer.Page != nil {
			payment, err := pageOf(*answer.Page)
			return hpp.RevisedOrder{Payment: payment}, err
		}
	}
	return hpp.RevisedOrder{}, errors.New("klarna: revise: the answer has no known result")
}

// authorizeCheckout differs in its answer: an approved attempt has placed the
// order already, and the merchant may stop it with words of its own.
func (c *Client) authorizeCheckout(ctx context.Context, merchant hpp.MerchantID, ref hpp.PaymentRef, a hpp.Authorization) (hpp.Verdict, error) {
	var answer checkout.AuthorizeAnswer
	err := c.do(ctx, merchant, "authorize Checkout order", call{
		method: http.MethodPost, path: checkoutSide + url.PathEscape(ref.ID) + "/authorize", patience: merchantPatience,
		body: attempted(a), want: []int{http.StatusOK}, into: &answer,
	})
	if err != nil {
		return hpp.Verdict{}, err
	}
	if answer.Result == checkout.ResultStopped {
		return hpp.Verdict{Kind: hpp.Incorrect, MerchantMessage: answer.Text, MerchantRedirect: answer.Redirect}, nil
	}
	kind, ok := kinds[answer.Result]
	if !ok || kind == hpp.Approved && answer.OrderID == "" {
		return hpp.Verdict{}, errors.New("klarna: authorize Checkout order: the answer has no known result")
	}
	verdict := verdictOf(kind, answer.AuthorizeAnswer)
	verdict.Token, verdict.Order = "", hpp.Order{ID: answer.OrderID, Reference: answer.KlarnaReference}
	return verdict, nil
}

func payerOf(p payments.Payer) hpp.Payer {
	return hpp.Payer{
		Email: p.Email, Phone: p.Phone, GivenName: p.GivenName, FamilyName: p.FamilyName, DateOfBirth: p.DateOfBirth,
		StreetAddress: p.StreetAddress, StreetAddress2: p.StreetAddress2, PostalCode: p.PostalCode,
		City: p.City, Region: p.Region, Country: strings.ToUpper(p.Country),
	}
}

func typed(p hpp.Payer) payments.Payer {
	return payments.Payer{
		Email: p.Email, Phone: p.Phone, GivenName: p.GivenName, FamilyName: p.FamilyName, DateOfBirth: p.DateOfBirth,
		StreetAddress: p.StreetAddress, StreetAddress2: p.StreetAddress2, PostalCode: p.PostalCode,
		City: p.City, Region: p.Region, Country: p.Country, WholeAddress: p.WholeAddress,
	}
}
