package sandbox

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/inbox"
	"github.com/openhpp/openhpp/internal/jsonfields"
	"github.com/openhpp/openhpp/internal/provider/endpoint"
	"github.com/openhpp/openhpp/internal/provider/order"
	"github.com/openhpp/openhpp/internal/provider/token"
	"github.com/openhpp/openhpp/internal/web"
	wire "github.com/openhpp/openhpp/internal/wire/sandbox"
)

// possibility is an outcome and whether it is legal now.
type possibility struct {
	name  string
	legal bool
}

// check refuses an outcome that is unknown or not legal. what names the thing.
func check(outcome, what string, all ...possibility) error {
	var known, legal []string
	for _, p := range all {
		known = append(known, p.name)
		if p.legal {
			legal = append(legal, p.name)
		}
	}
	switch {
	case !slices.Contains(known, outcome):
		return badValue("outcome", "must be one of "+strings.Join(known, ", "))
	case !slices.Contains(legal, outcome):
		return &NotAllowed{Message: what + ": " + outcome + " is not possible now", Allowed: legal}
	}
	return nil
}

// named is the id in a path, as every database can look it up.
func named(r *http.Request, name string) (string, bool) {
	id := r.PathValue(name)
	return id, utf8.ValidString(id) && !strings.ContainsRune(id, 0)
}

// lookup is an error of the provider as the sandbox tells it: what is not there, and
// what another act has changed meanwhile.
func lookup(err error, missing string, again func() error) error {
	fault, ok := errors.AsType[*endpoint.Error](err)
	switch {
	case !ok:
		return err
	case fault.Kind == endpoint.Missing:
		return &hpp.Error{Code: hpp.CodeNotFound, Messages: []string{missing}}
	}
	if err := again(); err != nil {
		return err
	}
	return &NotAllowed{Message: fault.Message()}
}

func (s Server) actOnOrder(w http.ResponseWriter, r *http.Request, m hpp.Merchant) {
	var sent wire.OrderActRequest
	if !decode(w, r, &sent) {
		return
	}
	id, _ := named(r, "order_id")
	if err := s.changeOrder(r.Context(), m, id, string(sent.Outcome)); err != nil {
		refuse(w, r, err)
		return
	}
	fraud, status, err := s.Provider.Orders.State(r.Context(), m.ID(), id)
	if err != nil {
		refuse(w, r, err)
		return
	}
	web.WriteJSON(w, http.StatusOK, wire.OrderActed{OrderID: id, Status: wire.OrderActedStatus(status), FraudStatus: wire.OrderActedFraudStatus(fraud)})
}

func (s Server) changeOrder(ctx context.Context, m hpp.Merchant, id, outcome string) error {
	const unknown = "Order not found"
	legal := func() error {
		fraud, status, err := s.Provider.Orders.State(ctx, m.ID(), id)
		if err != nil {
			return err
		}
		pending := fraud == order.FraudPending && status != order.Cancelled
		open := status == order.Authorized || status == order.PartCaptured
		return check(outcome, "The order is "+string(status)+" and "+string(fraud),
			possibility{"accept", pending}, possibility{"reject", pending}, possibility{"expire", open})
	}
	err := legal()
	if err == nil {
		switch outcome {
		case "accept":
			err = s.Provider.Orders.Settle(ctx, m.ID(), id, order.FraudAccepted)
		case "reject":
			err = s.Provider.Orders.Settle(ctx, m.ID(), id, order.FraudRejected)
		default:
			err = s.Provider.Orders.Lapse(ctx, m.ID(), id)
		}
	}
	return lookup(err, unknown, legal)
}

func (s Server) actOnToken(w http.ResponseWriter, r *http.Request, m hpp.Merchant) {
	var sent wire.TokenActRequest
	if !decode(w, r, &sent) {
		return
	}
	id, _ := named(r, "token")
	if err := s.changeToken(r.Context(), m, id, string(sent.Outcome)); err != nil {
		refuse(w, r, err)
		return
	}
	status, trouble, err := s.Provider.Tokens.State(r.Context(), m.ID(), id)
	if err != nil {
		refuse(w, r, err)
		return
	}
	web.WriteJSON(w, http.StatusOK, wire.TokenActed{Token: id, Status: wire.TokenActedStatus(strings.ToUpper(string(status))), Failing: trouble.Failing})
}

func (s Server) changeToken(ctx context.Context, m hpp.Merchant, id, outcome string) error {
	legal := func() error {
		status, trouble, err := s.Provider.Tokens.State(ctx, m.ID(), id)
		if err != nil {
			return err
		}
		live := status != token.Cancelled
		return check(outcome, "The token is "+strings.ToUpper(string(status)),
			possibility{"suspend", live && !trouble.Suspended}, possibility{"fail", live && !trouble.Failing},
			possibility{"revive", live && (trouble.Suspended || trouble.Failing)})
	}
	err := legal()
	if err == nil {
		err = s.Provider.Tokens.SetTrouble(ctx, m.ID(), id, token.Trouble{Suspended: outcome == "suspend", Failing: outcome == "fail"})
	}
	return lookup(err, "Customer token not found", legal)
}

// maxReason bounds what a mail server said, in characters.
const maxReason = 200

func (s Server) actOnMessage(w http.ResponseWriter, r *http.Request, m hpp.Merchant) {
	var sent wire.MessageActRequest
	if !decode(w, r, &sent) {
		return
	}
	if utf8.RuneCountInString(sent.Reason) > maxReason {
		var faults jsonfields.Faults
		faults.Add(jsonfields.Wrong{Field: "reason", Right: "must be at most 200 characters"})
		refuse(w, r, faults.Err())
		return
	}
	d, err := s.changeMessage(r, m, sent)
	if err != nil {
		refuse(w, r, err)
		return
	}
	web.WriteJSON(w, http.StatusOK, wire.MessageActed{DistributionID: d.ID, State: wire.MessageActedState(d.State), Reason: d.Reason})
}

// changeMessage has a message arrive, bounce or be opened. The inbox knows which
// session it is of.
func (s Server) changeMessage(r *http.Request, m hpp.Merchant, sent wire.MessageActRequest) (hpp.Distribution, error) {
	ctx := r.Context()
	id, storable := named(r, "distribution_id")
	kept, err := inbox.Message{}, inbox.ErrUnknown
	if storable {
		kept, err = s.Messages.Message(ctx, m.ID(), id)
	}
	if errors.Is(err, inbox.ErrUnknown) {
		return hpp.Distribution{}, &hpp.Error{Code: hpp.CodeNotFound, Messages: []string{"Message not found"}}
	}
	if err != nil {
		return hpp.Distribution{}, err
	}
	found, err := s.distribution(ctx, m, kept)
	if err == nil {
		err = checkFate(string(sent.Outcome), found)
	}
	if err != nil {
		return found, err
	}
	settled, err := s.Distributions.Settle(ctx, m, found.Session, found.Number, hpp.MessageFate(sent.Outcome), sent.Reason)
	if hpp.IsCode(err, hpp.CodeNotAllowed) {
		err = checkFate(string(sent.Outcome), settled)
	}
	return settled, err
}

func (s Server) distribution(ctx context.Context, m hpp.Merchant, kept inbox.Message) (hpp.Distribution, error) {
	all, err := s.Distributions.Report(ctx, m, hpp.SessionID(kept.SessionID))
	if err != nil {
		return hpp.Distribution{}, err
	}
	for _, d := range all {
		if d.ID == kept.ID {
			d.Session = hpp.SessionID(kept.SessionID)
			return d, nil
		}
	}
	return hpp.Distribution{}, &hpp.Error{Code: hpp.CodeNotFound, Messages: []string{"Message not found"}}
}

// checkFate refuses a fate that is open to a message no more.
func checkFate(outcome string, d hpp.Distribution) error {
	all := make([]possibility, len(hpp.MessageFates))
	for i, fate := range hpp.MessageFates {
		all[i] = possibility{string(fate), d.CanBecome(fate)}
	}
	return check(outcome, "The message is "+string(d.State), all...)
}
