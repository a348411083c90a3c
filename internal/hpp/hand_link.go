package hpp

import (
	"context"
	"errors"
	"strings"
	"time"
)

// PaymentMaker is a provider that makes payment sessions for a merchant who has no
// shop to make them.
type PaymentMaker interface {
	Provider
	// CheckPayment judges a payment session's body, JSON as the Payments API takes it,
	// without making anything; an *Error names every member at fault.
	CheckPayment(body []byte) error
	// MakePayment makes a payment session. The same key answers the same one; an empty
	// key is none.
	MakePayment(ctx context.Context, m Merchant, body []byte, key string) (PaymentRef, error)
	// WithdrawPayment ends a payment session that no page shows. One that is over or
	// not there needs no end.
	WithdrawPayment(ctx context.Context, merchant MerchantID, ref PaymentRef) error
}

// Bounds of how long a link that was made by hand can be paid. The longest is what a
// payment session allows.
const (
	MinHandLinkLife = 5 * time.Minute
	MaxHandLinkLife = 47 * time.Hour
)

// HandLinkRequest is a request for a link that takes no shop: what is sold, the page
// that sells it, and whom to send it to, if anybody.
type HandLinkRequest struct {
	Payment []byte // a payment session's body, JSON
	Session SessionRequest
	Send    *DistributionRequest
}

// HandLink is a link that was made. DistributionID is empty where nothing was sent.
type HandLink struct {
	Session        Session
	DistributionID string
}

// HandLinks makes links by hand, as the REST API needs it. HandLinkService implements
// it.
type HandLinks interface {
	// MakeLink makes a payment session and the session on it, and hands the link over.
	// Everything is judged before anything is made; CodeNotImplemented where the
	// merchant's provider makes no payment sessions.
	MakeLink(ctx context.Context, m Merchant, r HandLinkRequest, key IdempotencyKey) (HandLink, error)
}

// HandLinkService makes links. All fields are required.
type HandLinkService struct {
	Distributions *DistributionService
	// Maker answers the merchant's provider, if it makes payment sessions.
	Maker func(context.Context, MerchantID) (PaymentMaker, bool)
	// PaymentURL answers a payment session's API address.
	PaymentURL func(PaymentRef) string
}

// Check reports an error that names every missing field.
func (h *HandLinkService) Check() error { return checkComplete(*h) }

// handLinkKey is a key that no merchant can send: keys of theirs have no line break.
func handLinkKey(m MerchantID, key IdempotencyKey) string {
	if key.Value == "" {
		return ""
	}
	return "link\n" + string(m) + "\n" + key.Value
}

// MakeLink implements HandLinks.
func (h *HandLinkService) MakeLink(ctx context.Context, m Merchant, r HandLinkRequest, key IdempotencyKey) (HandLink, error) {
	sessions := h.Distributions.Sessions
	if key.Now = sessions.now(); key.Value != "" {
		session, err := sessions.Store.FindByIdempotencyKey(ctx, m.ID(), key)
		if !IsCode(err, CodeNotFound) {
			return h.send(ctx, session, r, key, err)
		}
	}
	maker, ok := h.Maker(ctx, m.ID())
	if !ok {
		return HandLink{}, newError(CodeNotImplemented, "This merchant's provider makes no payment sessions by this call: make one there, and a session on it")
	}
	if err := h.judge(ctx, m, maker, r); err != nil {
		return HandLink{}, err
	}
	ref, err := maker.MakePayment(ctx, m, r.Payment, handLinkKey(m.ID(), key))
	if err != nil {
		return HandLink{}, err
	}
	r.Session.PaymentSessionURL = h.PaymentURL(ref)
	session, err := sessions.Create(ctx, m, r.Session, key)
	if fault, refused := errors.AsType[*Error](err); refused && fault.Code != CodeUnavailable {
		err = errors.Join(err, maker.WithdrawPayment(context.WithoutCancel(ctx), m.ID(), ref))
	}
	return h.send(ctx, session, r, key, err)
}

// judge gathers what is wrong with all that is asked for. Whom to send to is judged
// as when it is sent, so far as that needs no session.
func (h *HandLinkService) judge(ctx context.Context, m Merchant, maker PaymentMaker, r HandLinkRequest) error {
	sessions := h.Distributions.Sessions
	var f fieldErrors
	if err := f.gather(maker.CheckPayment(r.Payment)); err != nil {
		return err
	}
	if _, err := sessions.judge(ctx, m.ID(), &r.Session, &f); err != nil {
		return err
	}
	if r.Send == nil {
		return f.err()
	}
	d, err := h.Distributions.resolveRecipient(Session{Merchant: m.ID()}, *r.Send)
	if err := f.gather(inside("send.", err)); err != nil {
		return err
	}
	if d.Method == ByToken {
		f.add("send.method", "must be sms or email")
	}
	if err := f.err(); err != nil {
		return err
	}
	why, err := h.Distributions.suppressionReason(ctx, m.ID(), d)
	switch {
	case err != nil:
		return err
	case why == reasonSuppressed:
		return newError(CodeBlacklisted, "The recipient has asked for no more messages of this merchant")
	case why != "":
		return newError(CodeConstraint, "Nothing is sent: "+why)
	}
	return nil
}

// gather adds an error's members to those at fault; any other error is handed back.
func (f *fieldErrors) gather(err error) error {
	fault, ok := errors.AsType[*Error](err)
	if !ok || len(fault.Fields) == 0 {
		return err
	}
	f.fields, f.messages = append(f.fields, fault.Fields...), append(f.messages, fault.Messages...)
	return nil
}

// inside says of an error that its members lie in another one.
func inside(prefix string, err error) error {
	fault, ok := errors.AsType[*Error](err)
	if !ok {
		return err
	}
	moved := *fault
	moved.Fields, moved.Messages = nil, nil
	for i, field := range fault.Fields {
		moved.Fields = append(moved.Fields, prefix+field)
		moved.Messages = append(moved.Messages, strings.Replace(fault.Messages[i], field, prefix+field, 1))
	}
	return &moved
}

// send hands the link over, if that was asked for and is not done yet.
func (h *HandLinkService) send(ctx context.Context, session Session, r HandLinkRequest, key IdempotencyKey, err error) (HandLink, error) {
	link := HandLink{Session: session}
	if err != nil || r.Send == nil {
		return link, err
	}
	d, err := h.Distributions.resolveRecipient(session, *r.Send)
	if err != nil {
		return link, err
	}
	if key.Value != "" {
		key.Value = "link send\n" + key.Value
	}
	d.ID = h.Distributions.keyedID(session.Merchant, key)
	link.DistributionID = d.ID
	if done, err := h.Distributions.findRepeat(ctx, session.Merchant, &key); done {
		return link, err
	}
	return link, h.Distributions.handOver(ctx, session, d, key)
}
