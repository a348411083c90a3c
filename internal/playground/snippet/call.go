package snippet

import (
	"encoding/json"
	"errors"
	"mime"
	"net/http"
	"strings"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/playground"
)

// maxCall bounds the body of a frame's call, in bytes.
const maxCall = 16 << 10

// request is what a frame asks.
type request struct {
	Payer    Payer  `json:"payer"`
	Delivery string `json:"delivery"`
	Category string `json:"category"`
	Key      string `json:"key"`
	Code     string `json:"code"`
	Total    int64  `json:"order_total"` // that the payer sees
}

// reply is what a frame gets. Order is set whenever it may have changed.
type reply struct {
	Order *Order `json:"order,omitempty"`
	// Result is how a purchase stands: approved, declined, challenged, incorrect,
	// or changed when the payer saw another total.
	Result    string `json:"result,omitempty"`
	WrongCode bool   `json:"wrong_code,omitempty"`
	// Fields are those to correct.
	Fields []string `json:"fields,omitempty"`
	// Refused says that the shop does not sell like this: its words, and where it
	// sends the payer instead.
	Refused  bool   `json:"refused,omitempty"`
	Message  string `json:"message,omitempty"`
	Redirect string `json:"redirect,omitempty"`
}

// ServeCall answers the frames. An order's proof is the only one, and only our own
// frames may send it.
func (s Server) ServeCall(w http.ResponseWriter, r *http.Request) {
	kind, _, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if origin := r.Header.Get("Origin"); err != nil || kind != "application/json" || origin != s.origin() {
		fail(w, http.StatusForbidden, "these calls are made by the frames of this server")
		return
	}
	proof, ok := strings.CutPrefix(r.Header.Get("Authorization"), scheme)
	if !ok {
		fail(w, http.StatusUnauthorized, "the order's AUTH_HEADER is needed")
		return
	}
	var asked request
	if json.NewDecoder(http.MaxBytesReader(w, r.Body, maxCall)).Decode(&asked) != nil {
		fail(w, http.StatusBadRequest, "the body is not the JSON expected")
		return
	}
	order, err := s.Open(r.Context(), r.PathValue("order_id"), proof)
	if err != nil {
		failFor(w, err)
		return
	}
	answer, err := s.answer(r, order, asked)
	if err != nil {
		failFor(w, err)
		return
	}
	respond(w, http.StatusOK, answer)
}

// errNoCall means that there is no call of this name.
var errNoCall = errors.New("snippet: no such call")

// answer makes one call.
func (s Server) answer(r *http.Request, order Order, asked request) (reply, error) {
	switch r.PathValue("call") {
	case "read":
		return reply{Order: &order}, nil
	case "details":
		return s.revise(r, order, hpp.Choice{Payer: payerOf(asked.Payer)})
	case "delivery":
		return s.revise(r, order, hpp.Choice{Delivery: asked.Delivery, DeliveryOnly: true})
	case "buy":
		return s.buy(r, order, asked)
	}
	return reply{}, errNoCall
}

// revise tells the order's merchant what was typed or chosen, and answers the order
// as it then is.
func (s Server) revise(r *http.Request, order Order, choice hpp.Choice) (reply, error) {
	revised, err := s.Payments.Revise(r.Context(), order.Merchant, order.Ref, choice)
	if err != nil {
		return reply{}, err
	}
	answer := reply{Fields: revised.Fields, Refused: revised.Refused, Message: revised.MerchantMessage, Redirect: revised.MerchantRedirect}
	return s.withOrder(r, answer)
}

// withOrder adds the order as it is now.
func (s Server) withOrder(r *http.Request, answer reply) (reply, error) {
	proof, _ := strings.CutPrefix(r.Header.Get("Authorization"), scheme)
	order, err := s.Open(r.Context(), r.PathValue("order_id"), proof)
	answer.Order = &order
	return answer, err
}

// buy asks for the authorization that places the order. A payer buys at the total
// that they see, of a merchant that sells.
func (s Server) buy(r *http.Request, order Order, asked request) (reply, error) {
	if order.Complete {
		return reply{Result: "approved", Order: &order}, nil
	}
	if selling, err := s.Selling(r.Context(), order.Merchant); err != nil || !selling {
		return reply{Refused: true, Message: "This shop takes no payments now.", Order: &order}, err
	}
	if asked.Total != order.Total {
		return reply{Result: "changed", Order: &order}, nil
	}
	verdict, err := s.Payments.Authorize(r.Context(), order.Merchant, order.Ref, hpp.Authorization{
		Key: asked.Key, Category: hpp.Category(strings.ToUpper(asked.Category)), Payer: payerOf(asked.Payer), Code: asked.Code,
		Amount: order.Total, Currency: order.Currency,
	})
	if err != nil {
		return reply{}, err
	}
	return s.withOrder(r, reply{
		Result: string(verdict.Kind), WrongCode: verdict.WrongCode, Fields: verdict.Fields,
		Message: verdict.MerchantMessage, Redirect: verdict.MerchantRedirect,
	})
}

// payerOf is what was typed, as the core has it.
func payerOf(p Payer) hpp.Payer {
	return hpp.Payer{
		Email: p.Email, Phone: p.Phone, GivenName: p.GivenName, FamilyName: p.FamilyName, DateOfBirth: p.DateOfBirth,
		StreetAddress: p.StreetAddress, PostalCode: p.PostalCode, City: p.City, Region: p.Region, Country: p.Country,
	}
}

// FillIn completes what is known of a payer with the country's test person, but for
// the e-mail address and the postal code: those are typed in tests.
func FillIn(known Payer, country string) Payer {
	person, ok := playground.Fill(country, playground.Approves)
	if !ok {
		return known
	}
	filled := payerOf(known).Or(hpp.Payer{
		Phone: person.Phone, GivenName: person.GivenName, FamilyName: person.FamilyName, DateOfBirth: person.DateOfBirth,
		StreetAddress: person.StreetAddress, City: person.City, Region: person.Region, Country: country,
	})
	return Payer{
		Email: filled.Email, Phone: filled.Phone, GivenName: filled.GivenName, FamilyName: filled.FamilyName, DateOfBirth: filled.DateOfBirth,
		StreetAddress: filled.StreetAddress, PostalCode: filled.PostalCode, City: filled.City, Region: filled.Region, Country: filled.Country,
	}
}

// failFor answers what went wrong; nothing of it is told but its kind.
func failFor(w http.ResponseWriter, err error) {
	_, refused := errors.AsType[*hpp.Refusal](err)
	switch {
	case errors.Is(err, errNoCall):
		fail(w, http.StatusNotFound, "there is no such call")
	case hpp.IsCode(err, hpp.CodeNotFound):
		fail(w, http.StatusNotFound, "the AUTH_HEADER opens no order")
	case refused:
		fail(w, http.StatusConflict, "the order cannot be changed or paid now")
	default:
		fail(w, http.StatusServiceUnavailable, "the order cannot be read or changed now")
	}
}

func fail(w http.ResponseWriter, status int, message string) {
	respond(w, status, map[string]string{"error": message})
}

func respond(w http.ResponseWriter, status int, body any) {
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(body)
}
