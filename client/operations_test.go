package client_test

import (
	"context"
	"io/fs"
	"slices"
	"testing"
	"time"

	"github.com/getkin/kin-openapi/openapi3"

	"github.com/openhpp/openhpp/api"
	"github.com/openhpp/openhpp/client"
)

// withoutMethod are the operations that are nothing for a shop's server, and why.
var withoutMethod = map[string]string{
	"OpenHPP sandbox catchRequest":                          "it is called by whoever is caught",
	"OpenHPP hosted payment page API checkIdentityManually": "it is not built: 501",
	"OpenHPP extensions lookAtMessage":                      "a page for people",
	"OpenHPP extensions previewProfile":                     "a page for people",
	"OpenHPP extensions disableSession":                     "DisableSession does the same by the published API",
}

// contractFiles are the published contracts.
func contractFiles(t *testing.T) []string {
	t.Helper()
	files, err := fs.Glob(api.Files, "*.yaml")
	if err != nil || len(files) < 7 {
		t.Fatalf("%q, %v", files, err)
	}
	return files
}

func operationName(document *openapi3.T, operation *openapi3.Operation) string {
	return document.Info.Title + " " + operation.OperationID
}

// checkAllCalled fails for each operation of a contract that no method has called.
func (c *contract) checkAllCalled(t *testing.T) {
	t.Helper()
	for _, file := range contractFiles(t) {
		text, err := api.Files.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		document, err := openapi3.NewLoader().LoadFromData(text)
		if err != nil {
			t.Fatal(err)
		}
		for path, item := range document.Paths.Map() {
			for method, operation := range item.Operations() {
				name := operationName(document, operation)
				if _, excused := withoutMethod[name]; excused == c.called[name] {
					t.Errorf("%s, %s %s: called by a method: %t, excused: %t", name, method, path, c.called[name], excused)
				}
			}
		}
	}
}

// moreCalls are those of orders, customer tokens, Checkout, profiles and the inbox.
func moreCalls(ctx context.Context, c *client.Client, key client.Option) map[string]func() (string, error) {
	done := func(err error) (string, error) { return "done", err }
	word := "w"
	person := client.CustomerChange{Billing: &client.Address{GivenName: "Kim", Country: "SE"}, Shipping: &client.Address{City: "Lund"}}
	parcel := []client.ShippingInfo{{Company: "Post", Method: "Home", TrackingNumber: "1", TrackingURI: "https://post.test/1"}}
	kept := lamp
	kept.Lines = slices.Clone(lamp.Lines)
	checkout := client.CheckoutPurchase{Purchase: kept, URLs: &client.CheckoutURLs{
		Terms: "https://shop.test/t", Checkout: "https://shop.test/c", Confirmation: "https://shop.test/d", Push: "https://shop.test/p", Validation: "https://shop.test/v",
	}}
	return map[string]func() (string, error){
		"update payment":       func() (string, error) { return done(c.UpdatePayment(ctx, "p1", lamp, key)) },
		"cancel authorization": func() (string, error) { return done(c.CancelAuthorization(ctx, "t1")) },
		"create token": func() (string, error) {
			return c.CreateCustomerToken(ctx, "t1", client.NewCustomerToken{Country: "SE", Currency: "SEK", Locale: "sv-SE", Description: "Magazine", IntendedUse: "SUBSCRIPTION"}, key)
		},
		"read token": func() (string, error) { a, err := c.ReadCustomerToken(ctx, "t1"); return a.Status, err },
		"charge token": func() (string, error) {
			a, err := c.ChargeCustomerToken(ctx, "t1", client.TokenCharge{Currency: "SEK", Amount: lamp.Amount, TaxAmount: lamp.TaxAmount, Lines: lamp.Lines, Reference1: "1", Reference2: "2", AutoCapture: true}, key)
			return a.OrderID, err
		},
		"cancel token":    func() (string, error) { return done(c.CancelCustomerToken(ctx, "t1", key)) },
		"create checkout": func() (string, error) { a, err := c.CreateCheckout(ctx, checkout, key); return a.OrderID, err },
		"read checkout":   func() (string, error) { a, err := c.ReadCheckout(ctx, "o1"); return a.Status, err },
		"update checkout": func() (string, error) { a, err := c.UpdateCheckout(ctx, "o1", checkout, key); return a.OrderID, err },
		"abort checkout":  func() (string, error) { a, err := c.AbortCheckout(ctx, "o1", key); return a.OrderID, err },
		"refund order": func() (string, error) {
			return c.RefundOrder(ctx, "o1", client.NewRefund{Amount: 100, Description: "Back", Reference: "r", Lines: lamp.Lines}, key)
		},
		"read refund":   func() (string, error) { a, err := c.ReadRefund(ctx, "o1", "r1"); return a.RefundID, err },
		"list captures": func() (string, error) { _, err := c.ListCaptures(ctx, "o1"); return done(err) },
		"read capture":  func() (string, error) { a, err := c.ReadCapture(ctx, "o1", "c1"); return a.CaptureID, err },
		"acknowledge":   func() (string, error) { return done(c.AcknowledgeOrder(ctx, "o1", key)) },
		"cancel order":  func() (string, error) { return done(c.CancelOrder(ctx, "o1", key)) },
		"change total": func() (string, error) {
			return done(c.UpdateAuthorization(ctx, "o1", client.AuthorizationChange{Amount: 5, Description: "d", Lines: lamp.Lines}, key))
		},
		"extend":  func() (string, error) { return done(c.ExtendAuthorization(ctx, "o1", key)) },
		"release": func() (string, error) { return done(c.ReleaseAuthorization(ctx, "o1", key)) },
		"references": func() (string, error) {
			return done(c.UpdateReferences(ctx, "o1", client.References{Reference1: &word, Reference2: &word}, key))
		},
		"customer":         func() (string, error) { return done(c.UpdateCustomer(ctx, "o1", person, key)) },
		"parcels":          func() (string, error) { return done(c.AddShippingInfo(ctx, "o1", parcel, key)) },
		"capture parcels":  func() (string, error) { return done(c.AddCaptureShippingInfo(ctx, "o1", "c1", parcel, key)) },
		"capture customer": func() (string, error) { return done(c.UpdateCaptureCustomer(ctx, "o1", "c1", person, key)) },
		"send out":         func() (string, error) { return done(c.TriggerSendOut(ctx, "o1", "c1", key)) },
		"due dates": func() (string, error) {
			currency, _, err := c.ReadDueDateOptions(ctx, "o1", "c1")
			return currency, err
		},
		"due date":      func() (string, error) { return done(c.ExtendDueDate(ctx, "o1", "c1", 14, key)) },
		"list profiles": func() (string, error) { _, err := c.ListProfiles(ctx); return done(err) },
		"read profile":  func() (string, error) { a, err := c.ReadProfile(ctx, "till-1"); return a.ProfileID, err },
		"put profile": func() (string, error) {
			return done(c.PutProfile(ctx, "till-1", client.Profile{ProfileID: "till-1", Name: "Till", Channels: []string{"QR"}, Locale: "sv-SE", Options: &client.SessionOptions{PageTitle: "Pay"}}))
		},
		"delete profile": func() (string, error) { return done(c.DeleteProfile(ctx, "till-1")) },
		"list messages": func() (string, error) {
			_, err := c.ListMessages(ctx, client.MessageFilter{To: "kim@shop.test", SessionID: "s1", Method: "email", Wait: 1})
			return done(err)
		},
		"read message":   func() (string, error) { a, err := c.ReadMessage(ctx, "m1"); return a.Text, err },
		"clear messages": func() (string, error) { return done(c.ClearMessages(ctx)) },
		"renew session": func() (string, error) {
			a, err := c.RenewSession(ctx, "s1", "https://pay.test/payments/v1/sessions/p2", key)
			return a.Renews, err
		},
		"make link": func() (string, error) {
			a, err := c.MakeLink(ctx, client.NewLink{
				Amount: 12500, Currency: "SEK", Country: "SE", Locale: "sv-SE", Description: "Lamp", TaxRate: 2500, Reference: "A-1",
				Life: 24 * time.Hour, Send: &client.Distribution{Email: "kim@shop.test"},
			}, key)
			return a.RedirectURL, err
		},
		"story":         func() (string, error) { _, err := c.Story(ctx, "s1"); return done(err) },
		"make tenant":   func() (string, error) { a, err := c.MakeTenant(ctx, "worker-3", "PT1H"); return a.Username, err },
		"list tenants":  func() (string, error) { _, err := c.ListTenants(ctx); return done(err) },
		"remove tenant": func() (string, error) { return done(c.RemoveTenant(ctx, "m1")) },
		"reset":         func() (string, error) { return done(c.Reset(ctx, "profiles")) },
	}
}
