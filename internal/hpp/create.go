package hpp

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/openhpp/openhpp/internal/weburl"
)

// expiryMargin is how long before its payment session a session ends: as long as an
// authorization token lives, so that the last one can still become an order
// (docs/spec/hpp.md §3).
const expiryMargin = time.Hour

// Create makes a session on a payment session. It answers an *Error naming
// every field at fault, or ErrNotFound when the merchant has no such payment
// session or its time is over.
func (s *SessionService) Create(ctx context.Context, m Merchant, c SessionRequest, key IdempotencyKey) (Session, error) {
	if key.Now = s.now(); key.Value != "" {
		if first, err := s.Store.FindByIdempotencyKey(ctx, m.ID(), key); !IsCode(err, CodeNotFound) {
			return first, err
		}
	}
	var f fieldErrors
	ref, provider := s.paymentRef(&f, c.PaymentSessionURL)
	options, err := s.judge(ctx, m.ID(), &c, &f)
	if err != nil {
		return Session{}, err
	}
	if err := f.err(); err != nil {
		return Session{}, err
	}
	now := s.now()
	payment, expires, err := readOpenPayment(ctx, provider, m.ID(), ref, now)
	if err != nil {
		return Session{}, err
	}
	if ref.Kind == KindCheckout {
		options.Categories, options.Fallback = nil, false
	}
	if err := checkOffered(c, options, payment.Methods); err != nil {
		return Session{}, err
	}
	if sooner := now.Add(c.ExpiresIn); c.ExpiresIn > 0 && sooner.Before(expires) {
		expires = sooner
	}
	session := Session{
		ID: SessionID(s.NewID()), Merchant: m.ID(), Shop: m.Name(), Payment: ref,
		Purchase: payment.Purchase, Channel: cmp.Or(payment.Channel, Ecommerce),
		URLs: c.URLs, Options: options, Theme: payment.Theme, Profile: c.ProfileID,
		Status: Waiting, Seed: s.NewSeed(), CreatedAt: now, UpdatedAt: now, ExpiresAt: expires,
	}
	session.Reference = payment.Reference
	session = s.withReference(session)
	s.addContactKey(&session, payment.Payer.Email)
	s.addContactKey(&session, payment.Payer.Phone)
	return s.insertNew(ctx, session, key)
}

// judge reads all of a request but its payment session, with the defaults of its
// profile; what is wrong goes to f.
func (s *SessionService) judge(ctx context.Context, m MerchantID, c *SessionRequest, f *fieldErrors) (Options, error) {
	profile, err := findProfile(ctx, s.Profiles, m, c.ProfileID)
	if err != nil && !IsCode(err, CodeNotFound) {
		return Options{}, err
	}
	c.RequestedOptions = c.withDefaults(profile.Options)
	c.URLs.check(f, profile.AppSchemes, s.CallbackAllowed)
	options := c.parse(f, s.Contacts)
	if err != nil {
		f.add("profile_id", "must be one of this merchant's profiles")
	}
	return options, nil
}

// readOpenPayment reads the payment session that a session is to be made on, and
// when that session ends. What its merchant can mend is said at the member that
// names the payment session; ErrNotFound when there is nothing left to pay.
func readOpenPayment(ctx context.Context, provider Provider, m MerchantID, ref PaymentRef, now time.Time) (PaymentSession, time.Time, error) {
	payment, err := provider.Read(ctx, m, ref)
	if account, ok := errors.AsType[*AccountError](err); ok {
		return payment, time.Time{}, newFieldError(CodeBadValue, paymentURLField, account.Message)
	}
	if err != nil {
		return payment, time.Time{}, providerUnavailable(err)
	}
	expires := payment.ExpiresAt.UTC().Truncate(time.Millisecond).Add(-expiryMargin)
	if payment.State != PaymentOpen || !now.Before(expires) {
		return payment, expires, ErrNotFound
	}
	return payment, expires, nil
}

// paymentPath is where a payment session lives at its provider; doubled and
// trailing slashes occur in real clients.
var paymentPath = regexp.MustCompile(`^/+((?:payments|credit)/+v1/+sessions|checkout/+v3/+orders)/+([A-Za-z0-9._~-]+)/*$`)

// maxPaymentID is how many characters a payment session's id may have. The
// pattern does not count them, which would make it many times slower.
const maxPaymentID = 255

// paymentURLField is the member that names a payment session.
const paymentURLField = "payment_session_url"

// wantPaymentURL says what an address that names no provider should be.
func (s *SessionService) wantPaymentURL(raw string, wellFormed bool) string {
	hosts := strings.Join(s.Providers.Hosts(), ", ")
	switch {
	case hosts == "":
		return "cannot be paid here, since no provider is configured: ask the operator of this server"
	case raw == "":
		return "is required: the API address of the payment session"
	case !wellFormed:
		return "must be the payment session's full API address"
	}
	return "its host must be one served here: " + hosts + "; the operator adds names with OPENHPP_API_ALIASES, or moves the API with OPENHPP_API_URL"
}

// paymentRef reads payment_session_url: its host names a provider, its path a
// payment session (docs/spec/decisions.md §2).
func (s *SessionService) paymentRef(f *fieldErrors, raw string) (PaymentRef, Provider) {
	const field = paymentURLField
	u, err := url.Parse(raw)
	wellFormed := err == nil && (u.Scheme == "https" || u.Scheme == "http") && u.Host != "" && len(raw) <= weburl.MaxCharacters
	var name string
	var provider Provider
	known := false
	if wellFormed {
		name, provider, known = s.Providers.ByHost(u.Host)
	}
	if !known {
		f.add(field, s.wantPaymentURL(raw, wellFormed))
		return PaymentRef{}, nil
	}
	parts := paymentPath.FindStringSubmatch(s.Links.trimAPIPath(u.Path))
	if parts == nil || len(parts[2]) > maxPaymentID {
		f.add(field, "its path must be /payments/v1/sessions/{id} or /checkout/v3/orders/{id}")
		return PaymentRef{}, nil
	}
	kind := KindPayments
	if strings.HasPrefix(parts[1], "checkout") {
		kind = KindCheckout
	}
	return PaymentRef{Provider: name, Kind: kind, ID: parts[2]}, provider
}

// checkOffered refuses categories that the provider does not offer for this payment
// session (docs/spec/hpp.md §1.1 rule 2).
func checkOffered(c SessionRequest, o Options, methods []Method) error {
	var f fieldErrors
	var names []Category
	for _, m := range methods {
		names = append(names, m.Category)
	}
	for i, category := range o.Categories {
		if slices.Contains(names, category) {
			continue
		}
		field := "options.payment_method_category"
		if c.Category == "" {
			field = fmt.Sprintf("options.payment_method_categories[%d]", i)
		}
		f.add(field, "must be offered by the payment session: "+listOf(names))
	}
	return f.err()
}

// providerUnavailable turns a provider's silence into an answer worth retrying. Of
// a fault of the merchant's account a payer hears that the shop takes no payments.
func providerUnavailable(err error) error {
	switch {
	case IsCode(err, CodeNotFound):
		return ErrNotFound
	case isAccountFault(err):
		return ErrSalesClosed
	}
	return &Error{Code: CodeUnavailable, Messages: []string{"The payment provider does not answer; try again"}, cause: err}
}
