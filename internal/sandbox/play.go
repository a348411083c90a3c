package sandbox

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/playground"
)

// play does what an outcome asks for, by the use cases of whoever would, and
// answers what the page shows then.
func (a Actor) play(ctx context.Context, m hpp.Merchant, v hpp.PageView, act Act) (hpp.PageView, error) {
	id := v.Session.ID
	switch act.Outcome {
	case Touch:
		return a.touch(ctx, m, v)
	case Withdraw:
		return a.withdraw(ctx, m, v, act)
	case Code:
		return a.Sessions.Confirm(ctx, v, act.Code)
	case Back:
		return a.Sessions.GoBack(ctx, v)
	case Cancel:
		return a.Sessions.CancelPayment(ctx, v)
	case Resolve:
		return a.after(ctx, m, id, a.resolve(ctx, m, v, act))
	case Disable:
		return a.after(ctx, m, id, a.Sessions.Disable(ctx, m, id))
	case Expire:
		return a.after(ctx, m, id, a.Sessions.EndNow(ctx, m, id))
	case CompleteElsewhere:
		return a.after(ctx, m, id, a.completeElsewhere(ctx, v, act))
	case CancelElsewhere:
		return a.after(ctx, m, id, a.cancelElsewhere(ctx, v))
	}
	return a.pay(ctx, m, v, act)
}

// after is the view once an act is done that answers none.
func (a Actor) after(ctx context.Context, m hpp.Merchant, id hpp.SessionID, err error) (hpp.PageView, error) {
	if err != nil {
		return hpp.PageView{}, err
	}
	return a.view(ctx, m, id)
}

func (a Actor) touch(ctx context.Context, m hpp.Merchant, v hpp.PageView) (hpp.PageView, error) {
	if v.Session.Status == hpp.Failed || v.Session.Status == hpp.Errored {
		return a.Sessions.Retry(ctx, v)
	}
	return a.after(ctx, m, v.Session.ID, a.Sessions.Enter(ctx, v))
}

// pay presses pay as the test person of the outcome. A purchase that changed just
// then is looked at once more, as a payer would.
func (a Actor) pay(ctx context.Context, m hpp.Merchant, v hpp.PageView, act Act) (hpp.PageView, error) {
	form, err := payForm(v, act)
	if err != nil {
		return v, err
	}
	after, err := a.Sessions.Pay(ctx, v, form)
	if !errors.Is(err, hpp.ErrChanged) {
		return after, err
	}
	if v, err = a.view(ctx, m, v.Session.ID); err != nil {
		return v, err
	}
	form.Revision = v.Revision
	return a.Sessions.Pay(ctx, v, form)
}

// payForm is the form of a page as the test person fills it in.
func payForm(v hpp.PageView, act Act) (hpp.PayForm, error) {
	payer, ok := playground.PersonFor(country(v, act), act.Ending)
	if !ok {
		return hpp.PayForm{}, badValue("person", "must be given: "+country(v, act)+" has no test person")
	}
	category := cmp.Or(act.Method, v.Selected)
	if err := checkMethod(v, category); err != nil {
		return hpp.PayForm{}, err
	}
	form := hpp.PayForm{Category: category, Payer: payer, Revision: v.Revision}
	for _, d := range v.Deliveries {
		if d.Selected {
			form.Delivery = d.ID
		}
	}
	return form, nil
}

// country is whose test person pays.
func country(v hpp.PageView, act Act) string { return cmp.Or(act.Person, v.Purchase.Country) }

// errNothingOffered says that the page offers no method, whichever was named.
var errNothingOffered = errors.New("sandbox: the page offers no method")

// checkMethod refuses a category that the page does not offer.
func checkMethod(v hpp.PageView, category hpp.Category) error {
	var offered []string
	for _, method := range v.Methods {
		offered = append(offered, string(method.Category))
	}
	if slices.Contains(offered, string(category)) {
		return nil
	}
	if len(offered) == 0 {
		return errNothingOffered
	}
	return badValue("method", "must be one that the page offers: "+strings.Join(offered, ", "))
}

func badValue(field, right string) error {
	return &hpp.Error{Code: hpp.CodeBadValue, Messages: []string{"Bad value: " + field + " (" + right + ")"}, Fields: []string{field}}
}

// withdraw has the provider withdraw a method, and the payer go on from the
// failure.
func (a Actor) withdraw(ctx context.Context, m hpp.Merchant, v hpp.PageView, act Act) (hpp.PageView, error) {
	after, err := a.pay(ctx, m, v, act)
	if err != nil || after.Session.Status != hpp.Failed {
		return after, err
	}
	if _, err = a.Sessions.Retry(ctx, after); err != nil {
		return after, err
	}
	return a.view(ctx, m, v.Session.ID)
}

// resolve has the acquirer say at last what becomes of a payment.
func (a Actor) resolve(ctx context.Context, m hpp.Merchant, v hpp.PageView, act Act) error {
	s := v.Session
	address := playground.AddressFor(v.Purchase.Country, act.Ending)
	if err := a.Provider.Readdress(ctx, m.ID(), s.Payment, s.Attempt.ID, address); err != nil {
		return err
	}
	return a.Sessions.Resolve(ctx, m, s.ID)
}

// completeElsewhere pays the payment session beside the page, as a shop's own page
// on it would, and has the sessions on it follow.
func (a Actor) completeElsewhere(ctx context.Context, v hpp.PageView, act Act) error {
	s := v.Session
	act.Ending = playground.EndsApproved
	form, err := payForm(v, act)
	if err != nil {
		return err
	}
	verdict, err := a.Provider.Authorize(ctx, s.Merchant, s.Payment, hpp.Authorization{
		Key: a.Sessions.NewID(), Category: form.Category, Payer: form.Payer, Amount: v.Purchase.Amount, Currency: v.Purchase.Currency,
	})
	if err != nil {
		return err
	}
	if verdict.Kind != hpp.Approved {
		return &hpp.Refusal{Code: string(verdict.Kind), Message: verdict.MerchantMessage}
	}
	if s.Payment.Kind == hpp.KindPayments {
		if _, err := a.Provider.PlaceOrder(ctx, s.Merchant, s.Payment, verdict.Token, nil); err != nil {
			return err
		}
	}
	return a.follow(ctx, s.Payment)
}

// cancelElsewhere calls the payment session off and has the sessions on it follow.
func (a Actor) cancelElsewhere(ctx context.Context, v hpp.PageView) error {
	if err := a.Provider.CallOff(ctx, v.Session.Merchant, v.Session.Payment); err != nil {
		return err
	}
	return a.follow(ctx, v.Session.Payment)
}

// followWithin is how long a session that is busy is waited for.
const followWithin = 10 * time.Second

// follow has the sessions on a payment session follow it, as soon as none of them
// is busy. The provider's own notice does the same, should that take longer.
func (a Actor) follow(ctx context.Context, ref hpp.PaymentRef) error {
	over := time.NewTimer(followWithin)
	defer over.Stop()
	tick := time.NewTicker(deliveryPoll)
	defer tick.Stop()
	for {
		err := a.Sessions.Follow(ctx, ref)
		if _, later := errors.AsType[hpp.ErrRetryLater](err); !later {
			return err
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-a.Stop:
			return nil
		case <-over.C:
			return nil
		case <-tick.C:
		}
	}
}
