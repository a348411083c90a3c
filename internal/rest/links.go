package rest

import (
	"encoding/json"
	"errors"
	"net/http"
	"strings"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/merchantapi"
	"github.com/openhpp/openhpp/internal/web"
	openhppwire "github.com/openhpp/openhpp/internal/wire/openhpp"
)

// makeLink makes a payment session and the session on it, and hands the link over:
// one call for what takes three.
func (s Server) makeLink(w http.ResponseWriter, r *http.Request, m hpp.Merchant) {
	var request openhppwire.LinkRequest
	object, err := web.Decode(w, r, &request)
	if err != nil {
		refuse(w, r, err)
		return
	}
	key, err := idempotencyKey(r, object)
	if err != nil {
		refuse(w, r, err)
		return
	}
	wanted, err := handLink(request, merchantapi.UnknownMembers(object, openhppwire.LinkMembers...))
	if err != nil {
		refuse(w, r, err)
		return
	}
	link, err := s.HandLinks.MakeLink(r.Context(), m, wanted, key)
	if err != nil {
		refuseExtended(w, r, inLinkWords(err))
		return
	}
	w.Header().Set("Location", s.Links.SessionURL(link.Session))
	web.WriteJSON(w, http.StatusCreated, openhppwire.MadeLink{SessionCreationResponse: s.createdBody(link.Session), DistributionID: link.DistributionID})
}

const (
	wholeTaxRate = 10_000 // 100 %
	maxTaxRate   = wholeTaxRate
)

// handLink is a request as the core takes it.
func handLink(r openhppwire.LinkRequest, faults *merchantapi.Faults) (hpp.HandLinkRequest, error) {
	wanted := hpp.HandLinkRequest{Session: hpp.SessionRequest{ProfileID: r.ProfileID, URLs: merchantURLs(r.MerchantURLs)}}
	wanted.Session.PlaceOrderMode = r.PlaceOrderMode
	if r.ExpiresIn != "" {
		life, ok := merchantapi.ParseDuration(r.ExpiresIn)
		if !ok || life < hpp.MinHandLinkLife || life > hpp.MaxHandLinkLife {
			faults.Add("expires_in", "must be a time from PT5M to PT47H, such as P1D")
		}
		wanted.Session.ExpiresIn = life
	}
	switch {
	case (r.Description == "") == (len(r.Lines) == 0):
		faults.Add("description", "must be there where lines are not, and lines where it is not")
	case len(r.Lines) > 0 && r.TaxRate != 0:
		faults.Add("tax_rate", "belongs to description: each of lines has its own")
	case r.TaxRate < 0 || r.TaxRate > maxTaxRate:
		faults.Add("tax_rate", "must be 0 to 10000, where 2500 is 25 %")
	}
	if r.Amount <= 0 {
		faults.Add("amount", "is required: minor units, tax included, more than 0")
	}
	if r.Send != nil {
		wanted.Send = &hpp.DistributionRequest{
			Method: string(r.Send.Method), Email: r.Send.ContactInformation.Email, Phone: r.Send.ContactInformation.Phone,
			PhoneCountry: r.Send.ContactInformation.PhoneCountry, AccessID: r.Send.ContactInformation.AccessID,
		}
	}
	if err := faults.Err(); err != nil {
		return wanted, err
	}
	body, err := json.Marshal(paymentBody(r))
	wanted.Payment = body
	return wanted, err
}

// paymentBody is the payment session's body, as the Payments API takes it.
func paymentBody(r openhppwire.LinkRequest) map[string]any {
	body := map[string]any{
		"purchase_country": r.Country, "purchase_currency": r.Currency, "locale": r.Locale, "order_amount": r.Amount, "intent": "buy",
	}
	if r.Reference != "" {
		body["merchant_reference1"] = r.Reference
	}
	if r.Description == "" {
		body["order_lines"], body["order_tax_amount"] = r.Lines, taxOfLines(r)
		return body
	}
	tax := taxIn(r.Amount, r.TaxRate)
	body["order_tax_amount"] = tax
	body["order_lines"] = []map[string]any{{
		"name": r.Description, "quantity": 1, "unit_price": r.Amount, "tax_rate": r.TaxRate, "total_amount": r.Amount, "total_tax_amount": tax,
	}}
	return body
}

// taxIn is the tax that a price holds, in minor units: half of one counts as one.
func taxIn(price, rate int64) int64 {
	net := (price*wholeTaxRate*2 + wholeTaxRate + rate) / (2 * (wholeTaxRate + rate))
	return price - net
}

// taxOfLines is what the lines say of their tax; one that says nothing readable is
// judged with the rest.
func taxOfLines(r openhppwire.LinkRequest) (sum int64) {
	for _, line := range r.Lines {
		var tax int64
		if json.Unmarshal(line["total_tax_amount"], &tax) == nil {
			sum += tax
		}
	}
	return sum
}

// linkWords are the members of a link's request by those of the payment session that
// is made of it.
var linkWords = strings.NewReplacer("order_amount", "amount", "purchase_currency", "currency", "purchase_country", "country",
	"order_lines", "lines", "merchant_reference1", "reference", "order_tax_amount", "tax_rate")

// inLinkWords says of a fault which member of the link's request it is.
func inLinkWords(err error) error {
	fault, ok := errors.AsType[*hpp.Error](err)
	if !ok || len(fault.Fields) == 0 {
		return err
	}
	said := *fault
	said.Messages, said.Fields = nil, nil
	for _, message := range fault.Messages {
		said.Messages = append(said.Messages, linkWords.Replace(message))
	}
	for _, field := range fault.Fields {
		said.Fields = append(said.Fields, linkWords.Replace(field))
	}
	return &said
}
