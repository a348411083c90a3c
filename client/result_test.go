package client_test

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/openhpp/openhpp/client"
)

const paid = `{"merchant_id":"m1","session_id":"s1","status":"COMPLETED","order_id":"o1","amount":33800,"currency":"GBP","nonce":"n1","issued_at":1767225600,"expires_at":1767226200}`

var issued = time.Unix(1767225600, 0)

// signResult signs as the manual says, apart from the server's code.
func signResult(tb testing.TB, secret, version, purpose, payload string) string {
	tb.Helper()
	key, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(secret, "whsec_"))
	if err != nil {
		tb.Fatal(err)
	}
	signed := version + "." + base64.RawURLEncoding.EncodeToString([]byte(payload))
	mac := hmac.New(sha256.New, key)
	mac.Write([]byte(purpose + signed))
	return signed + "." + base64.RawURLEncoding.EncodeToString(mac.Sum(nil))
}

func TestVerifyResult(t *testing.T) {
	const purpose = "openhpp_result."
	good := signResult(t, secret, "v1", purpose, paid)
	foreign := signResult(t, other, "v1", purpose, paid)
	signature := good[strings.LastIndexByte(good, '.'):]
	with := func(old, replacement string) string {
		return signResult(t, secret, "v1", purpose, strings.Replace(paid, old, replacement, 1))
	}
	tests := map[string]struct {
		result string
		now    time.Time
		want   error
	}{
		"genuine":                      {good, issued, nil},
		"the second of two signatures": {foreign + signature, issued, nil},
		"at its end":                   {good, issued.Add(10 * time.Minute), nil},
		"past its end":                 {good, issued.Add(10*time.Minute + time.Second), client.ErrResultExpired},
		"a clock five minutes behind":  {good, issued.Add(-client.Tolerance), nil},
		"from the future":              {good, issued.Add(-client.Tolerance - time.Second), client.ErrResultExpired},
		"another amount":               {strings.Replace(with("33800", "1"), with("33800", "1")[strings.LastIndexByte(with("33800", "1"), '.'):], signature, 1), issued, client.ErrResultSignature},
		"signed by another merchant":   {foreign, issued, client.ErrResultSignature},
		"of another merchant":          {with(`"m1"`, `"m2"`), issued, client.ErrResultMerchant},
		"signed as something else":     {signResult(t, secret, "v1", "", paid), issued, client.ErrResultSignature},
		"another version":              {signResult(t, secret, "v2", purpose, paid), issued, client.ErrResultForm},
		"another status":               {with("COMPLETED", "FAILED"), issued, client.ErrResultForm},
		"no session":                   {with(`"s1"`, `""`), issued, client.ErrResultForm},
		"no nonce":                     {with(`"n1"`, `""`), issued, client.ErrResultForm},
		"no JSON":                      {with("{", ""), issued, client.ErrResultForm},
		"unsigned":                     {good[:strings.LastIndexByte(good, '.')], issued, client.ErrResultForm},
		"an empty signature":           {good[:strings.LastIndexByte(good, '.')+1], issued, client.ErrResultSignature},
		"nothing":                      {"", issued, client.ErrResultForm},
		"the placeholder itself":       {"{{openhpp_result}}", issued, client.ErrResultForm},
		"far too long":                 {good + strings.Repeat(".A", 4096), issued, client.ErrResultForm},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			got, err := client.ResultVerifier{Secret: secret, MerchantID: "m1"}.Verify(test.result, test.now)
			if !errors.Is(err, test.want) {
				t.Errorf("got %v, want %v", err, test.want)
			}
			if believed := got != (client.PaidResult{}); believed != (test.want == nil) {
				t.Errorf("answered %+v beside %v", got, err)
			}
		})
	}
	if _, err := (client.ResultVerifier{Secret: "whsec_*"}).Verify(good, issued); !errors.Is(err, client.ErrSecret) {
		t.Error(err)
	}
}

// Whoever opens the same address again does not book again.
func TestReplayedResults(t *testing.T) {
	seen := map[string]bool{}
	broken := errors.New("database gone")
	shop := client.ResultVerifier{Secret: secret, FirstSeen: func(nonce string) (bool, error) {
		first := !seen[nonce]
		seen[nonce] = true
		return first, nil
	}}
	result := signResult(t, secret, "v1", "openhpp_result.", paid)
	later := signResult(t, secret, "v1", "openhpp_result.", strings.ReplaceAll(paid, "17672", "17673"))
	for i, call := range []struct {
		result string
		now    time.Time
		want   error
	}{{result, issued, nil}, {result, issued, client.ErrResultReplayed}, {later, time.Unix(1767325600, 0), client.ErrResultReplayed}} {
		if got, err := shop.Verify(call.result, call.now); !errors.Is(err, call.want) || got.SessionID != "s1" {
			t.Errorf("%d: %+v, %v", i, got, err)
		}
	}
	shop.FirstSeen = func(string) (bool, error) { return false, broken }
	if _, err := shop.Verify(result, issued); !errors.Is(err, broken) {
		t.Errorf("a store that failed: %v", err)
	}
}

// FuzzVerifyResult: nothing a stranger writes into the address is believed, and
// nothing makes the check panic.
func FuzzVerifyResult(f *testing.F) {
	f.Add("v1.e30.AAAA")
	f.Add("v1..")
	f.Add(signResult(f, other, "v1", "openhpp_result.", paid))
	f.Fuzz(func(t *testing.T, result string) {
		if got, err := (client.ResultVerifier{Secret: secret}).Verify(result, issued); err == nil {
			t.Errorf("believed %+v", got)
		}
	})
}
