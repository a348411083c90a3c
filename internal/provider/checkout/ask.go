package checkout

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/url"
	"time"

	"github.com/openhpp/openhpp/internal/jsonfields"
	"github.com/openhpp/openhpp/internal/weburl"
	"github.com/openhpp/openhpp/internal/wire/checkout"
)

// maxAnswer bounds what a merchant's server may answer, in bytes.
const maxAnswer = 1 << 20

// stopped is a merchant's no.
type stopped struct {
	text string // for the payer; may be empty
	to   string // where the payer goes instead; may be empty
}

func (*stopped) Error() string { return "checkout: the merchant stopped the purchase" }

// errSilent means that the merchant's server said nothing of use.
var errSilent = errors.New("checkout: no answer of use")

// ask puts a question to the merchant's server (docs/spec/provider.md B.6). A 200
// answers its body, maybe empty; a 400 and a redirect are *stopped; anything
// else is errSilent.
func (s *Service) ask(ctx context.Context, address string, message any, timeout time.Duration) (jsonfields.Document, error) {
	body, err := json.Marshal(message)
	if err != nil {
		return nil, err
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, address, bytes.NewReader(body))
	if err != nil {
		return nil, errSilent
	}
	request.Header.Set("Content-Type", "application/json")
	request.Header.Set("User-Agent", "OpenHPP-Playground/1")
	response, err := s.Client.Do(request, timeout)
	if err != nil {
		return nil, errSilent
	}
	defer func() { _ = response.Body.Close() }()
	text, err := io.ReadAll(io.LimitReader(response.Body, maxAnswer))
	switch {
	case err != nil:
		return nil, errSilent
	case response.StatusCode == http.StatusOK:
		answer, err := jsonfields.Parse(text)
		if err != nil {
			return nil, nil //nolint:nilnil // a yes without a body
		}
		return answer, nil
	case response.StatusCode == http.StatusBadRequest:
		return nil, &stopped{text: payerMessage(text)}
	case response.StatusCode/100 == 3 && response.Header.Get("Location") != "":
		return nil, &stopped{to: redirectTarget(address, response.Header.Get("Location"))}
	}
	return nil, errSilent
}

// redirectTarget is where a merchant sends a payer, as a page that a browser may
// open; empty when it is none.
func redirectTarget(from, location string) string {
	base, err := url.Parse(from)
	if err != nil {
		return ""
	}
	to, err := base.Parse(location)
	if err != nil {
		return ""
	}
	if to, err = weburl.Callback(to.String()); err != nil { // a web page: no app's scheme
		return ""
	}
	return to.String()
}

// payerMessage is the words of a refusal that payers may read.
func payerMessage(text []byte) string {
	const longest = 500
	answer, err := jsonfields.Parse(text)
	if err != nil {
		return ""
	}
	kind, _ := answer["error_type"].(string)
	words, _ := answer["error_text"].(string)
	if kind != "address_error" && kind != "approval_failed" {
		return ""
	}
	if runes := []rune(words); len(runes) > longest {
		return string(runes[:longest])
	}
	return words
}

// shippingRequest is shipping_service_request.
type shippingRequest struct {
	OrderAmount            int64                   `json:"order_amount"`
	OrderTaxAmount         int64                   `json:"order_tax_amount"`
	OrderLines             []checkout.OrderLine    `json:"order_lines"`
	BillingAddress         checkout.Address        `json:"billing_address"`
	ShippingAddress        checkout.Address        `json:"shipping_address"`
	SelectedShippingOption checkout.ShippingOption `json:"selected_shipping_option,omitzero"`
	PurchaseCurrency       string                  `json:"purchase_currency"`
	MerchantData           string                  `json:"merchant_data,omitempty"`
	MerchantReference1     string                  `json:"merchant_reference1,omitempty"`
	MerchantReference2     string                  `json:"merchant_reference2,omitempty"`
	Customer               checkout.Customer       `json:"customer"`
	Locale                 string                  `json:"locale"`
	Tags                   checkout.Words          `json:"tags,omitempty"`
}

func shippingRequestOf(stored Purchase) shippingRequest {
	p := wireOf(stored)
	return shippingRequest{
		OrderAmount: p.OrderAmount, OrderTaxAmount: p.OrderTaxAmount, OrderLines: p.OrderLines,
		BillingAddress: p.BillingAddress, ShippingAddress: p.ShippingAddress, SelectedShippingOption: p.SelectedShippingOption,
		PurchaseCurrency: p.PurchaseCurrency, MerchantData: p.MerchantData,
		MerchantReference1: p.MerchantReference1, MerchantReference2: p.MerchantReference2,
		Customer: p.Customer, Locale: p.Locale, Tags: p.Tags,
	}
}

// answerable are the members an answer may change (shipping_service_response).
var answerable = []string{
	"order_amount", "order_tax_amount", "order_lines", "merchant_data", "shipping_options",
	"attachment", "purchase_currency", "locale", "external_payment_methods", "tags",
}

// revised asks about a purchase and answers what the merchant made of it.
// Silence and an answer that does not hold leave it as it is.
func (s *Service) revised(ctx context.Context, address string, p Purchase) (Purchase, error) {
	answer, err := s.ask(ctx, address, shippingRequestOf(p), s.Timeouts.Change)
	if _, no := errors.AsType[*stopped](err); no {
		return p, err
	}
	changes := map[string]any{}
	for _, name := range answerable {
		if value, ok := answer[name]; ok {
			changes[name] = value
		}
	}
	changed, invalid := Change(p, changes, s.Callable)
	if err != nil || invalid != nil {
		return p, nil //nolint:nilerr // documented above
	}
	return changed, nil
}
