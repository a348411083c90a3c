package client_test

import (
	"encoding/base64"
	"errors"
	"math"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	standardwebhooks "github.com/standard-webhooks/standard-webhooks/libraries/go"

	"github.com/openhpp/openhpp/client"
)

const (
	secret = "whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY="
	other  = "whsec_ZmVkY2JhOTg3NjU0MzIxMGZlZGNiYTk4NzY1NDMyMTA="
	event  = `{"event_id":"e1","session":{"session_id":"s1","status":"COMPLETED","authorization_token":"a1","updated_at":"2026-11-24T10:00:00.500Z","expires_at":"2026-11-26T09:00:00.000Z"}}`
)

// sign signs as the reference library does, so that it is the judge of ours.
func sign(t *testing.T, secret, id string, at time.Time, body string) string {
	t.Helper()
	hook, err := standardwebhooks.NewWebhook(secret)
	if err != nil {
		t.Fatal(err)
	}
	signature, err := hook.Sign(id, at, []byte(body))
	if err != nil {
		t.Fatal(err)
	}
	return signature
}

func headers(id string, at time.Time, signatures ...string) http.Header {
	header := http.Header{}
	header.Set("webhook-id", id)
	header.Set("webhook-timestamp", strconv.FormatInt(at.Unix(), 10))
	header.Set("webhook-signature", strings.Join(signatures, " "))
	return header
}

func TestVerifyCallback(t *testing.T) {
	now := instant(t, "2026-11-24T10:00:01Z")
	good := sign(t, secret, "e1", now, event)
	foreign := sign(t, other, "e1", now, event)
	want := client.Callback{EventID: "e1", Session: client.Session{
		SessionID: "s1", Status: client.Completed, AuthorizationToken: "a1",
		UpdatedAt: instant(t, "2026-11-24T10:00:00.5Z"), ExpiresAt: instant(t, "2026-11-26T09:00:00Z"),
	}}
	without := func(name string) http.Header {
		header := headers("e1", now, good)
		header.Del(name)
		return header
	}
	tests := map[string]struct {
		secret string
		header http.Header
		body   string
		now    time.Time
		err    error
	}{
		"genuine":                      {secret, headers("e1", now, good), event, now, nil},
		"secret without its prefix":    {strings.TrimPrefix(secret, "whsec_"), headers("e1", now, good), event, now, nil},
		"second of two signatures":     {secret, headers("e1", now, foreign, good), event, now, nil},
		"beside an unknown version":    {secret, headers("e1", now, "v1a,AAAA", "nonsense", good), event, now, nil},
		"five minutes late":            {secret, headers("e1", now, good), event, now.Add(client.Tolerance), nil},
		"five minutes early":           {secret, headers("e1", now, good), event, now.Add(-client.Tolerance), nil},
		"later than that":              {secret, headers("e1", now, good), event, now.Add(client.Tolerance + time.Second), client.ErrTimestamp},
		"earlier than that":            {secret, headers("e1", now, good), event, now.Add(-client.Tolerance - time.Second), client.ErrTimestamp},
		"the beginning of time":        {secret, headers("e1", time.Unix(math.MinInt64, 0), good), event, now, client.ErrTimestamp},
		"the end of time":              {secret, headers("e1", time.Unix(math.MaxInt64, 0), good), event, now, client.ErrTimestamp},
		"another secret":               {other, headers("e1", now, good), event, now, client.ErrSignature},
		"another body":                 {secret, headers("e1", now, good), event + " ", now, client.ErrSignature},
		"another id":                   {secret, headers("e2", now, good), event, now, client.ErrSignature},
		"another time":                 {secret, headers("e1", now.Add(time.Second), good), event, now, client.ErrSignature},
		"another version's name":       {secret, headers("e1", now, strings.Replace(good, "v1,", "v2,", 1)), event, now, client.ErrSignature},
		"a signature that is not text": {secret, headers("e1", now, "v1,%%%"), event, now, client.ErrSignature},
		"a signature cut short":        {secret, headers("e1", now, "v1,"), event, now, client.ErrSignature},
		"no id":                        {secret, without("webhook-id"), event, now, client.ErrUnsigned},
		"no time":                      {secret, without("webhook-timestamp"), event, now, client.ErrUnsigned},
		"no signature":                 {secret, without("webhook-signature"), event, now, client.ErrUnsigned},
		"no secret":                    {"", headers("e1", now, good), event, now, client.ErrSecret},
		"an empty secret":              {"whsec_", headers("e1", now, good), event, now, client.ErrSecret},
		"a secret that is not base64":  {"whsec_*", headers("e1", now, good), event, now, client.ErrSecret},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			got, err := client.VerifyCallback(test.secret, test.header, []byte(test.body), test.now)
			if !errors.Is(err, test.err) {
				t.Fatalf("got %v, want %v", err, test.err)
			}
			expected := want
			if test.err != nil {
				expected = client.Callback{}
			}
			if diff := cmp.Diff(expected, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestVerifyCallbackWithAnUnreadableTime(t *testing.T) {
	header := headers("e1", time.Now(), "v1,AAAA")
	header.Set("webhook-timestamp", "soon")
	if _, err := client.VerifyCallback(secret, header, []byte(event), time.Now()); !errors.Is(err, client.ErrTimestamp) {
		t.Errorf("got %v, want %v", err, client.ErrTimestamp)
	}
}

func TestVerifyCallbackWithASignedBodyThatIsNotJSON(t *testing.T) {
	now := instant(t, "2026-11-24T10:00:01Z")
	_, err := client.VerifyCallback(secret, headers("e1", now, sign(t, secret, "e1", now, "{")), []byte("{"), now)
	if err == nil || !strings.Contains(err.Error(), "not the JSON expected") {
		t.Errorf("got %v", err)
	}
}

// FuzzVerifyCallback: nothing a stranger sends is believed, and nothing makes
// the check panic.
func FuzzVerifyCallback(f *testing.F) {
	f.Add("e1", "1795514401", "v1,AAAA v1,", []byte(event))
	f.Add("", "", "", []byte(nil))
	f.Add("e1", "-9223372036854775808", ",", []byte("{}"))
	f.Fuzz(func(t *testing.T, id, at, signatures string, body []byte) {
		header := http.Header{"Webhook-Id": {id}, "Webhook-Timestamp": {at}, "Webhook-Signature": {signatures}}
		if got, err := client.VerifyCallback(secret, header, body, time.Unix(1795514401, 0)); err == nil {
			t.Errorf("believed %+v", got)
		}
	})
}

// Signed by us, read by the reference library: the two agree on the secret.
func TestSecretsAreThoseOfTheStandard(t *testing.T) {
	raw := strings.Repeat("k", 24)
	now := time.Now()
	secret := "whsec_" + base64.StdEncoding.EncodeToString([]byte(raw))
	header := headers("e1", now, sign(t, secret, "e1", now, event))
	if _, err := client.VerifyCallback(secret, header, []byte(event), now); err != nil {
		t.Error(err)
	}
}
