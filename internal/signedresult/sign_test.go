package signedresult_test

import (
	"context"
	"encoding/base64"
	"errors"
	"os"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/openhpp/openhpp/client"
	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/signedresult"
)

var (
	current = []byte("0123456789abcdef0123456789abcdef")
	older   = []byte("fedcba9876543210fedcba9876543210")
	paidAt  = time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
)

func result() hpp.PaidResult {
	return hpp.PaidResult{
		Merchant: "m1", Session: "s1", OrderID: "o1", Amount: 33800, Currency: "GBP", Nonce: "n1",
		IssuedAt: paidAt, ExpiresAt: paidAt.Add(hpp.PaidResultLife),
	}
}

func sign(t *testing.T, r hpp.PaidResult, secrets ...[]byte) string {
	t.Helper()
	signer := signedresult.Signer{Secrets: func(context.Context, hpp.MerchantID) ([][]byte, error) { return secrets, nil }}
	text, err := signer.Sign(t.Context(), r)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

func verifier(secret []byte) client.ResultVerifier {
	return client.ResultVerifier{Secret: "whsec_" + base64.StdEncoding.EncodeToString(secret), MerchantID: "m1"}
}

func TestAShopReadsWhatWasSigned(t *testing.T) {
	want := client.PaidResult{
		MerchantID: "m1", SessionID: "s1", Status: client.Completed, OrderID: "o1", Amount: 33800, Currency: "GBP", Nonce: "n1",
		IssuedAt: paidAt, ExpiresAt: paidAt.Add(10 * time.Minute),
	}
	text := sign(t, result(), current)
	if !regexp.MustCompile(`^[A-Za-z0-9_.-]{100,700}$`).MatchString(text) {
		t.Errorf("%d characters that an address may have to escape: %s", len(text), text)
	}
	got, err := verifier(current).Verify(text, paidAt)
	if diff := cmp.Diff(want, got); err != nil || diff != "" {
		t.Errorf("%v %s", err, diff)
	}
}

// While a secret is changed, shops with either of the two read the result.
func TestTwoKeysWhileTheSecretIsChanged(t *testing.T) {
	text := sign(t, result(), current, older)
	for _, secret := range [][]byte{current, older} {
		if _, err := verifier(secret).Verify(text, paidAt); err != nil {
			t.Error(err)
		}
	}
	if _, err := verifier(older).Verify(sign(t, result(), current), paidAt); !errors.Is(err, client.ErrResultSignature) {
		t.Errorf("after the change: %v", err)
	}
}

// Each byte counts: no result that was altered is believed.
func TestAlteredResults(t *testing.T) {
	text := sign(t, result(), current)
	for i := range text {
		for _, by := range []byte("A.-") {
			altered := text[:i] + string(by) + text[i+1:]
			if altered == text {
				continue
			}
			// The last sign of 32 bytes in base64 has two bits that say nothing.
			if _, err := verifier(current).Verify(altered, paidAt); err == nil && i != len(text)-1 {
				t.Fatalf("believed with %q at %d", by, i)
			}
		}
	}
}

func TestNothingIsSignedWithoutASecret(t *testing.T) {
	fails := errors.New("no database")
	for _, secrets := range []func(context.Context, hpp.MerchantID) ([][]byte, error){
		func(context.Context, hpp.MerchantID) ([][]byte, error) { return nil, nil },
		func(context.Context, hpp.MerchantID) ([][]byte, error) { return nil, fails },
	} {
		if text, err := (signedresult.Signer{Secrets: secrets}).Sign(t.Context(), result()); err == nil || text != "" {
			t.Errorf("%q, %v", text, err)
		}
	}
}

// The manual's vector is what is written today, and what the client reads.
func TestManualsVector(t *testing.T) {
	manual, err := os.ReadFile("../../docs/signed-result.md")
	if err != nil {
		t.Fatal(err)
	}
	cell := func(name string) string {
		found := regexp.MustCompile("(?m)^\\| " + name + " \\| `(.+)` \\|$").FindSubmatch(manual)
		if found == nil {
			t.Fatalf("no vector %s", name)
		}
		return string(found[1])
	}
	secret, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(cell("secret"), "whsec_"))
	if err != nil {
		t.Fatal(err)
	}
	payload, err := base64.RawURLEncoding.DecodeString(strings.Split(cell("result"), ".")[1])
	if err != nil || string(payload) != cell("payload") {
		t.Errorf("the payload is %s, %v", payload, err)
	}
	shop := verifier(secret)
	shop.MerchantID = "019ca2d4-0000-7d11-8e22-5b1f3a4c6d01"
	got, err := shop.Verify(cell("result"), paidAt)
	if err != nil {
		t.Fatal(err)
	}
	again := sign(t, hpp.PaidResult{
		Merchant: hpp.MerchantID(got.MerchantID), Session: hpp.SessionID(got.SessionID), AuthorizationToken: got.AuthorizationToken, OrderID: got.OrderID,
		Amount: got.Amount, Currency: got.Currency, Nonce: got.Nonce, IssuedAt: got.IssuedAt, ExpiresAt: got.ExpiresAt,
	}, secret)
	if again != cell("result") {
		t.Errorf("signed today:\n%s", again)
	}
}
