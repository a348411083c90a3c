package hpp

import (
	"context"
	"errors"
	"strconv"
	"strings"
	"unicode/utf8"
)

// DistributionRequest is a request to hand the link over, as it was sent
// (hpp.md §1.4).
type DistributionRequest struct {
	Method       string
	Email        string
	Phone        string
	PhoneCountry string
	AccessID     string
	Template     string
}

// Contacts judges where messages may go. Errors say what would be right;
// ErrCountry is the one that has a code of its own.
type Contacts interface {
	// Email answers an address in its one normal form.
	Email(address string) (string, error)
	// Phone answers a mobile number of a country as E.164.
	Phone(number, country string) (string, error)
	// Masked is as much of an address or number as may be shown.
	Masked(contact string) string
}

// ErrCountry means that a phone number's country is outside the region.
var ErrCountry = errors.New("must be a country of this region")

// Distribute hands the payer's link over by e-mail, text message or the code
// on the payer's phone. It answers once the request is kept; sending follows.
// Errors carry the published codes (hpp.md §1.4); a repeat under the same key
// sends nothing again.
func (s *Service) Distribute(ctx context.Context, m Merchant, id SessionID, r DistributionRequest, claim Claim) error {
	if done, err := s.claimed(ctx, m.ID(), &claim); done {
		return err
	}
	session, err := s.Read(ctx, m, id)
	if err != nil {
		return err
	}
	return s.handOver(ctx, session, r, claim)
}

// claimed reports whether a request was done already under its key, or cannot
// be done under it.
func (s *Service) claimed(ctx context.Context, m MerchantID, claim *Claim) (bool, error) {
	if claim.Now = s.now(); claim.Key == "" {
		return false, nil
	}
	_, err := s.Store.Claimed(ctx, m, *claim)
	return !IsCode(err, CodeNotFound), err
}

// handOver is Distribute for a session whose merchant is known.
func (s *Service) handOver(ctx context.Context, session Session, r DistributionRequest, claim Claim) error {
	d, err := s.addressed(session, r)
	if err != nil {
		return err
	}
	why, err := s.unwanted(ctx, session.Merchant, d)
	switch {
	case err != nil:
		return err
	case why == wantsNone:
		return fault(CodeBlacklisted, "The recipient has asked for no more messages of this merchant")
	case why != "":
		return fault(CodeConstraint, "Nothing is sent: "+why)
	}
	_, err = s.update(ctx, session.ID, func(draft *draft) error { return draft.hand(d, claim) })
	if quota, ok := errors.AsType[ErrQuota](err); ok {
		return quota.told(s.now())
	}
	return err
}

const (
	wantsNone  = "the recipient asked for no more messages"
	isDisabled = "the merchant is disabled"
)

// unwanted answers why nothing may be sent, if so.
func (s *Service) unwanted(ctx context.Context, m MerchantID, d Distribution) (why string, err error) {
	enabled, err := s.Enabled(ctx, m)
	if err != nil || !enabled {
		return isDisabled, err
	}
	if d.Method == ByToken {
		return "", nil
	}
	stopped, err := s.Distributions.Stopped(ctx, m, d.Recipient)
	if err != nil || stopped {
		return wantsNone, err
	}
	return "", nil
}

// hand adds a distribution to what is saved.
func (d *draft) hand(one Distribution, claim Claim) error {
	limit := d.service.Limits.Session
	switch {
	case d.session.Over(d.now):
		return ErrNotFound
	case d.session.Status == Disabled:
		return fault(CodeConstraint, "The session was disabled by its merchant")
	case d.session.Status.Final():
		return fault(CodeConstraint, "The session is over: it is "+string(d.session.Status))
	case limit > 0 && d.session.Distributed >= limit:
		return fault(CodeTooMany, "Too many messages of this session: at most "+strconv.FormatInt(limit, 10))
	}
	d.session.Distributed++
	one.ID, one.Number, one.State, one.QueuedAt = d.service.NewID(), d.session.Distributed, DistributionQueued, d.now
	handover := Handover{Distribution: one, Quotas: d.service.Limits.quotas(one, d.now)}
	switch one.Method {
	case ByEmail:
		// Whoever opens the link owns the mailbox (hpp.md §1.4).
		d.session.Payer = d.session.Payer.Or(Payer{Email: one.To})
	case BySMS:
		d.session.Payer = d.session.Payer.Or(Payer{Phone: one.To})
	case ByToken:
		handover.Access, one.To = one.Recipient, ""
		one.accepted(d.now)
		handover.Distribution = one
	}
	if one.Method != ByToken {
		d.change.Jobs = append(d.change.Jobs, Job{
			ID: one.ID, Kind: messageJobs[one.Method], Apart: true, Due: d.now, Payload: ticket{d.session.ID, one.Number}.payload(),
		})
		d.woken = true
	}
	d.change.Handover, d.change.Claim = &handover, claim
	return nil
}

// addressed checks a request and answers where it leads.
func (s *Service) addressed(session Session, r DistributionRequest) (Distribution, error) {
	method := DistributionMethod(strings.ToLower(r.Method))
	d := Distribution{Session: session.ID, Method: method}
	var err error
	switch method {
	case ByEmail:
		d.To, err = s.emailed(r)
	case BySMS:
		d.To, err = s.texted(r)
	case ByToken:
		return s.shown(session, d, r)
	case "":
		err = constraint("method", "is required: sms, email or token")
	default:
		err = constraint("method", "must be sms, email or token")
	}
	if err != nil {
		return Distribution{}, err
	}
	d.Shown, d.Recipient = s.Contacts.Masked(d.To), s.Links.Recipient(session.Merchant, method, d.To)
	return d, nil
}

func (s *Service) emailed(r DistributionRequest) (string, error) {
	if r.Email == "" {
		return "", missing("email")
	}
	to, err := s.Contacts.Email(r.Email)
	if err != nil {
		return "", constraint(contactField+"email", err.Error())
	}
	return to, nil
}

func (s *Service) texted(r DistributionRequest) (string, error) {
	switch {
	case r.Phone == "" && r.PhoneCountry == "":
		return "", missing("phone", "phone_country")
	case r.Phone == "":
		return "", missing("phone")
	case r.PhoneCountry == "":
		return "", missing("phone_country")
	}
	to, err := s.Contacts.Phone(r.Phone, r.PhoneCountry)
	switch {
	case errors.Is(err, ErrCountry):
		return "", faultOf(CodeUnsupportedCountry, contactField+"phone_country", err.Error())
	case err != nil:
		return "", constraint(contactField+"phone", err.Error())
	}
	return to, nil
}

const maxAccess = 255 // characters

func (s *Service) shown(session Session, d Distribution, r DistributionRequest) (Distribution, error) {
	switch {
	case r.AccessID == "":
		return d, missing("access_id")
	case utf8.RuneCountInString(r.AccessID) > maxAccess:
		return d, constraint(contactField+"access_id", "must be the code as the payer's phone shows it")
	}
	d.Session, d.Recipient = session.ID, s.Links.accessHash(r.AccessID)
	return d, nil
}

const contactField = "contact_information."

func constraint(field, want string) *Error { return faultOf(CodeConstraint, field, want) }

func faultOf(code Code, field, want string) *Error {
	return &Error{Code: code, Fields: []string{field}, Messages: []string{"Bad value: " + field + " (" + want + ")"}}
}

func missing(fields ...string) *Error {
	e := &Error{Code: CodeMissingContact}
	for _, field := range fields {
		e.Fields = append(e.Fields, contactField+field)
		e.Messages = append(e.Messages, "Bad value: "+contactField+field+" (is required for this method)")
	}
	return e
}
