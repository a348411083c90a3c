package merchant

import (
	"context"
	"crypto/rand"
	"fmt"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/google/uuid"

	"github.com/openhpp/openhpp/internal/hpp"
)

const maxName = 100 // characters

// Service manages merchants and checks their credentials.
type Service struct {
	store  Store
	secret []byte
	now    func() time.Time
	// recent are pairs of credentials that were right a moment ago, by their keyed
	// hash. Wrong ones are never in it: whoever guesses waits for the store like
	// before, whether or not the user name exists.
	recent recent[[hashSize]byte, hpp.Merchant]
	// sells are merchants that took payments a moment ago, and those that did not.
	sells recent[hpp.MerchantID, bool]
}

// New takes the server's secret, under which passwords are hashed and callback
// secrets made: with another one no password fits any more.
func New(store Store, secret []byte, now func() time.Time) *Service {
	return &Service{store: store, secret: secret, now: now}
}

// Create makes a merchant. The name, 1 to 100 printable characters, is what
// payers read as the shop's.
func (s *Service) Create(ctx context.Context, name string) (Credentials, error) {
	name, err := checkName(name)
	if err != nil {
		return Credentials{}, err
	}
	id, err := uuid.NewV7()
	if err != nil {
		return Credentials{}, fmt.Errorf("merchant: make an id: %w", err)
	}
	account := Account{ID: hpp.MerchantID(id.String()), Name: name, WebhookVersion: 1, CreatedAt: s.instant()}
	stored, shown := s.issue(account)
	if err := s.store.Insert(ctx, account, stored); err != nil {
		return Credentials{}, fmt.Errorf("merchant: store: %w", err)
	}
	return shown, nil
}

// CloseSales ends a merchant's selling within half a second: it creates no
// sessions, orders or charges, and its pages take no payment. Its credentials
// still work for orders that were placed, and callbacks go on. ErrUnknown when
// there is no such merchant.
func (s *Service) CloseSales(ctx context.Context, id hpp.MerchantID) error {
	defer s.sells.forget(id)
	return s.store.CloseSales(ctx, id, s.instant())
}

// Disable ends a merchant's selling and its access to every API, within half a
// second. ErrUnknown when there is no such merchant.
func (s *Service) Disable(ctx context.Context, id hpp.MerchantID) error {
	defer s.sells.forget(id)
	return s.store.Disable(ctx, id, s.instant())
}

// Enable lets a merchant sell and reach the APIs again. ErrUnknown when there
// is no such merchant.
func (s *Service) Enable(ctx context.Context, id hpp.MerchantID) error {
	defer s.sells.forget(id)
	return s.store.Enable(ctx, id)
}

// Selling reports whether a merchant may take new payments. ErrUnknown when
// there is no such merchant.
func (s *Service) Selling(ctx context.Context, id hpp.MerchantID) (bool, error) {
	now := s.now()
	account, err := s.store.Account(ctx, id)
	if err != nil {
		return false, err
	}
	s.sells.keep(id, account.Sells(), now)
	return account.Sells(), nil
}

// SellingRecently is Selling as it was within the last half second: for what is
// only looked at, and for what asks again before money moves.
func (s *Service) SellingRecently(ctx context.Context, id hpp.MerchantID) (bool, error) {
	if selling, ok := s.sells.find(id, s.now()); ok {
		return selling, nil
	}
	return s.Selling(ctx, id)
}

// Account answers one merchant. ErrUnknown when there is no such merchant.
func (s *Service) Account(ctx context.Context, id hpp.MerchantID) (Account, error) {
	return s.store.Account(ctx, id)
}

// List answers all merchants, oldest first.
func (s *Service) List(ctx context.Context) ([]Account, error) { return s.store.Accounts(ctx) }

// issue makes a pair for account: what is stored and what is shown.
func (s *Service) issue(account Account) (Credential, Credentials) {
	// 45 bytes together with the colon, at most: some clients break the line
	// of a longer pair, and the header with it. The password has 130 random
	// bits; the user name only has to be nobody else's.
	username := "M" + rand.Text()[:6] + "_" + strings.ToLower(rand.Text()[:8])
	password := rand.Text()
	stored := Credential{
		Username:     username,
		Merchant:     account.ID,
		PasswordHash: s.hash(username, password),
		CreatedAt:    s.instant(),
	}
	shown := Credentials{
		MerchantID:    account.ID,
		Username:      username,
		Password:      password,
		WebhookSecret: encodeWebhook(s.webhookSecret(account.ID, account.WebhookVersion)),
	}
	return stored, shown
}

func (s *Service) instant() time.Time { return s.now().UTC().Truncate(time.Millisecond) }

func checkName(name string) (string, error) {
	name = strings.TrimSpace(name)
	length := utf8.RuneCountInString(name)
	unprintable := func(r rune) bool { return !unicode.IsPrint(r) }
	if length < 1 || length > maxName || !utf8.ValidString(name) || strings.ContainsFunc(name, unprintable) {
		return "", fmt.Errorf("merchant: name must be 1 to %d printable characters", maxName)
	}
	return name, nil
}
