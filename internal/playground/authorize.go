package playground

import (
	"context"
	"errors"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/playground/purchase"
	"github.com/openhpp/openhpp/internal/wire/payments"
)

// failingCode is the one-time code that never passes (provider.md E.2).
const failingCode = "999999"

var codeForm = regexp.MustCompile(`^[0-9]{6}$`)

// maxAttemptKey bounds what a caller may use as a key, in bytes.
const maxAttemptKey = 255

// incorrect are the form fields a payer has to correct; nothing is stored.
type incorrect struct{ fields []string }

func (i *incorrect) Error() string { return "incorrect: " + strings.Join(i.fields, ", ") }

// Authorize starts a payer's attempt or goes on with the one of the same key.
// The first call with proper details asks for a one-time code; the call with
// the code decides by the test data (provider.md E). A finished attempt
// answers the same for ever.
func (s *Service) Authorize(ctx context.Context, m hpp.Merchant, sessionID string, r payments.AuthorizeRequest) (payments.AuthorizeAnswer, error) {
	if r.Key == "" || len(r.Key) > maxAttemptKey {
		return payments.AuthorizeAnswer{}, badValue("key")
	}
	now, token := s.now(), s.NewID()
	attempt, err := s.Store.Attempt(ctx, m.ID(), sessionID, r.Key, func(session *Session, attempt *Attempt) error {
		return advance(session, attempt, r, token, now)
	})
	if typed, ok := errors.AsType[*incorrect](err); ok {
		return payments.AuthorizeAnswer{Result: payments.ResultIncorrect, Fields: typed.fields}, nil
	}
	if err != nil {
		return payments.AuthorizeAnswer{}, instead(err, ErrNoSession)
	}
	return attempt.answer(), nil
}

// advance is the whole of an attempt's life. token is what an approval grants.
func advance(session *Session, attempt *Attempt, r payments.AuthorizeRequest, token string, now time.Time) error {
	if attempt.State == AttemptApproved || attempt.State == AttemptDeclined {
		return nil
	}
	if session.Over(now) {
		return ErrNoSession
	}
	if session.Complete() {
		return ErrCompleted
	}
	if attempt.State == AttemptNew {
		return begin(session, attempt, r, now)
	}
	switch {
	case r.OTP == "":
		return nil
	case !codeForm.MatchString(r.OTP):
		attempt.WrongCode = true
		return nil
	case r.OTP == failingCode:
		attempt.WrongCode = true
		if attempt.WrongCodes++; attempt.WrongCodes >= maxWrongCodes {
			attempt.decline("wrong_code", false)
		}
		return nil
	}
	if err := agrees(session.Purchase, r); err != nil {
		return err
	}
	decide(session, attempt, token, now)
	return nil
}

// begin checks everything that needs no code.
func begin(session *Session, attempt *Attempt, r payments.AuthorizeRequest, now time.Time) error {
	if !slices.Contains(marketOf(session.Purchase).Categories, r.Category) {
		return badValue("category")
	}
	if err := agrees(session.Purchase, r); err != nil {
		return err
	}
	payer := tidy(r.Payer, session.Purchase.PurchaseCountry)
	if fields := faulty(payer, now); len(fields) > 0 {
		return &incorrect{fields}
	}
	attempt.Category, attempt.Payer, attempt.State = r.Category, payer, AttemptChallenged
	if tagged(payer.Email, "red") {
		attempt.decline("not_offered", true)
	}
	return nil
}

// agrees refuses an amount that is not the session's: the payer saw another.
func agrees(p payments.Purchase, r payments.AuthorizeRequest) error {
	var fields []string
	if r.Amount != p.OrderAmount {
		fields = append(fields, "order_amount")
	}
	if !strings.EqualFold(r.Currency, p.PurchaseCurrency) {
		fields = append(fields, "purchase_currency")
	}
	if len(fields) > 0 {
		return notMatching(fields)
	}
	return nil
}

// decide ends a challenged attempt. An approval replaces the session's older
// authorization.
func decide(session *Session, attempt *Attempt, token string, now time.Time) {
	verdict := judge(attempt.Payer, marketOf(session.Purchase))
	if verdict.declined != "" {
		attempt.decline(verdict.declined, false)
		return
	}
	session.Authorization = &Authorization{
		Token: token, Category: attempt.Category, Review: verdict.review,
		Agreed:    withPayer(session.Purchase, attempt.Payer),
		GrantedAt: now, ExpiresAt: now.Add(authorizationLife),
	}
	attempt.approve(token)
}

// withPayer lays what the payer typed over what the merchant knew.
func withPayer(p payments.Purchase, payer payments.Payer) payments.Purchase {
	p.BillingAddress = purchase.Over(p.BillingAddress, payments.Address{
		Email: payer.Email, Phone: payer.Phone, GivenName: payer.GivenName, FamilyName: payer.FamilyName,
		StreetAddress: payer.StreetAddress, PostalCode: payer.PostalCode, City: payer.City, Country: payer.Country,
	})
	if payer.DateOfBirth != "" {
		p.Customer.DateOfBirth = payer.DateOfBirth
	}
	return p
}
