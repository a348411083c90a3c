package provider_test

import (
	"net/http"
	"strings"
	"time"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/merchantapi"
	"github.com/openhpp/openhpp/internal/provider/endpoint"
	stored "github.com/openhpp/openhpp/internal/provider/payer"
	"github.com/openhpp/openhpp/internal/web"
)

// The hosted page's side of the provider as JSON, so that tests press its
// buttons in the words in which they speak to the APIs. The program has no such
// routes.

type pressed struct {
	Key      string         `json:"key"`
	Category string         `json:"category"`
	Payer    stored.Details `json:"payer"`
	Amount   int64          `json:"amount"`
	Currency string         `json:"currency"`
	OTP      string         `json:"otp"`
}

type chosen struct {
	Payer        stored.Details `json:"payer"`
	Delivery     string         `json:"delivery"`
	DeliveryOnly bool           `json:"delivery_only"`
}

// handlerOf is the APIs and the page's side.
func (p *testProvider) handlerOf() http.Handler {
	table := web.NewTable()
	p.own.Mount(table, verify)
	add := func(pattern string, serve merchantapi.Handler) {
		merchantapi.Gate{Verify: verify}.Mount(table, merchantapi.Call(pattern, web.RateOther, serve))
	}
	for kind, path := range map[hpp.PaymentKind]string{hpp.KindPayments: "/playground/v1/payments/{id}", hpp.KindCheckout: "/playground/v1/checkout/{id}"} {
		add("GET "+path, func(w http.ResponseWriter, r *http.Request, m hpp.Merchant) {
			read := p.own.Payments.ReadForPage
			if kind == hpp.KindCheckout {
				read = p.own.Checkout.ReadForPage
			}
			session, err := read(r.Context(), m.ID(), r.PathValue("id"))
			endpoint.WriteJSON(w, r, pageJSON(session), err)
		})
		add("POST "+path+"/authorize", func(w http.ResponseWriter, r *http.Request, m hpp.Merchant) {
			var body pressed
			if _, err := web.Decode(w, r, &body); err != nil {
				web.Refuse(w, r, err)
				return
			}
			authorize := p.own.Payments.Authorize
			if kind == hpp.KindCheckout {
				authorize = p.own.Checkout.Authorize
			}
			v, err := authorize(r.Context(), m.ID(), r.PathValue("id"), hpp.Authorization{
				Key: body.Key, Category: hpp.Category(strings.ToUpper(body.Category)), Payer: hpp.Payer(body.Payer), Code: body.OTP,
				Amount: body.Amount, Currency: body.Currency,
			})
			endpoint.WriteJSON(w, r, verdictShown(v), err)
		})
	}
	add("POST /playground/v1/checkout/{id}/revise", func(w http.ResponseWriter, r *http.Request, m hpp.Merchant) {
		var body chosen
		if _, err := web.Decode(w, r, &body); err != nil {
			web.Refuse(w, r, err)
			return
		}
		revision, err := p.own.Checkout.Revise(r.Context(), m.ID(), r.PathValue("id"), hpp.Choice{
			Payer: hpp.Payer(body.Payer), Delivery: body.Delivery, DeliveryOnly: body.DeliveryOnly,
		})
		answer := tree{"result": "revised", "page": pageJSON(revision.Payment)}
		switch {
		case len(revision.Fields) > 0:
			answer = tree{"result": "incorrect", "fields": revision.Fields}
		case revision.Refused:
			answer = tree{"result": "stopped"}
			set(answer, "text", revision.MerchantMessage)
			set(answer, "redirect", revision.MerchantRedirect)
		}
		endpoint.WriteJSON(w, r, answer, err)
	})
	return web.API(table.ServeMux, http.NotFoundHandler(), "/payments/", "/credit/", "/checkout/", "/customer-token/", "/ordermanagement/", "/playground/")
}

func set(t tree, name, value string) {
	if value != "" {
		t[name] = value
	}
}

func verdictShown(v hpp.Verdict) tree {
	answer := tree{"result": v.Kind}
	for name, value := range map[string]string{
		"token": v.Token, "reason": v.Reason, "text": v.MerchantMessage, "redirect": v.MerchantRedirect, "order_id": v.Order.ID, "klarna_reference": v.Order.Reference, "code_to": string(v.CodeTo),
	} {
		set(answer, name, value)
	}
	if v.MerchantMessage != "" || v.MerchantRedirect != "" || v.Kind == hpp.Incorrect && len(v.Fields) == 0 {
		answer["result"] = "stopped"
	}
	for name, value := range map[string]bool{"wrong_code": v.WrongCode, "withdrawn": v.Withdrawn} {
		if value {
			answer[name] = true
		}
	}
	if len(v.Fields) > 0 {
		answer["fields"] = v.Fields
	}
	return answer
}

var paymentStates = map[hpp.PaymentState]string{hpp.PaymentOpen: "open", hpp.PaymentComplete: "complete", hpp.PaymentCancelled: "aborted"}

func pageJSON(s hpp.PaymentSession) tree {
	page := tree{
		"state": paymentStates[s.State], "purchase_country": s.Purchase.Country, "purchase_currency": s.Purchase.Currency, "locale": s.Purchase.Locale,
		"order_amount": s.Purchase.Amount, "order_tax_amount": s.Purchase.Tax, "acquiring_channel": s.Channel, "payer": stored.Details(s.Payer),
		"expires_at": s.ExpiresAt.Format(time.RFC3339), "options": tree{"color_button": s.Theme.Accent},
	}
	var lines, deliveries, categories []tree
	for _, l := range s.Purchase.Lines {
		line := tree{"type": l.Type, "name": l.Name, "quantity": l.Quantity, "total_amount": l.Total}
		set(line, "quantity_unit", l.Unit)
		lines = append(lines, line)
	}
	for _, d := range s.Deliveries {
		delivery := tree{"id": d.ID, "name": d.Name, "price": d.Price}
		set(delivery, "description", d.Description)
		if d.Selected {
			delivery["selected"] = true
		}
		deliveries = append(deliveries, delivery)
	}
	for _, m := range s.Methods {
		categories = append(categories, tree{"identifier": strings.ToLower(string(m.Category)), "name": m.Name})
	}
	page["order_lines"], page["payment_method_categories"] = lines, categories
	if len(deliveries) > 0 {
		page["deliveries"] = deliveries
	}
	for name, value := range map[string]string{
		"terms_url": s.TermsURL, "merchant_reference1": s.Reference, "order_id": s.Order.ID, "klarna_reference": s.Order.Reference,
	} {
		set(page, name, value)
	}
	return page
}
