package clients

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/json"
	"flag"
	"io"
	"net/http"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/openhpp/openhpp/internal/callback"
	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/signedresult"
)

var update = flag.Bool("update", false, "write the signatures' test vectors anew")

// vectorsFile is what every client's tests read.
const vectorsFile = "../../clients/testdata/signatures.json"

// vectors are signatures made by the code that signs, and what becomes of them.
type vectors struct {
	About     string           `json:"about"`
	Callbacks []callbackVector `json:"callbacks"`
	Results   []resultVector   `json:"results"`
}

// callbackVector is a callback as it arrives, in order: one with Repeat brings an
// event that the one before brought.
type callbackVector struct {
	Name    string            `json:"name"`
	Secret  string            `json:"secret"`
	Headers map[string]string `json:"headers"`
	Body    string            `json:"body"`
	Now     int64             `json:"now"`
	Code    string            `json:"code"` // of the refusal; empty: it is genuine
	EventID string            `json:"event_id,omitempty"`
	Status  string            `json:"status,omitempty"`
	Repeat  bool              `json:"repeat,omitempty"`
}

type resultVector struct {
	Name       string   `json:"name"`
	Secret     string   `json:"secret"`
	MerchantID string   `json:"merchant_id"`
	Result     string   `json:"result"`
	Now        int64    `json:"now"`
	Seen       []string `json:"seen,omitempty"` // nonces
	Code       string   `json:"code"`
	SessionID  string   `json:"session_id,omitempty"`
	Amount     int64    `json:"amount,omitempty"`
}

var (
	keyNow = []byte("0123456789abcdef0123456789abcdef")
	keyOld = []byte("fedcba9876543210fedcba9876543210")
	moment = time.Date(2030, 1, 31, 10, 20, 30, 0, time.UTC)
)

func whsec(key []byte) string { return "whsec_" + base64.StdEncoding.EncodeToString(key) }

// capturer keeps the request that was to be sent.
type capturer struct{ header map[string]string }

func (c *capturer) Do(r *http.Request, _ time.Duration) (*http.Response, error) {
	c.header = map[string]string{}
	for _, name := range []string{"webhook-id", "webhook-timestamp", "webhook-signature"} {
		c.header[name] = r.Header.Get(name)
	}
	return &http.Response{StatusCode: http.StatusNoContent, Body: io.NopCloser(strings.NewReader(""))}, nil
}

// sendCallback has the server's own code freeze, sign and send one.
func sendCallback(t *testing.T, at time.Time, keys ...[]byte) (header map[string]string, body string) {
	t.Helper()
	session := hpp.Session{
		ID: "01971a2b-3c4d-7e5f-8a6b-9c0d1e2f3a4b", Merchant: "m1", Status: hpp.Completed, Result: hpp.Result{OrderID: "0f8b9e3a-5a61-4c1e-9a5f-6d1f6d3c2b10"},
		UpdatedAt: moment.Add(-time.Second), ExpiresAt: moment.Add(47 * time.Hour),
		URLs: hpp.MerchantURLs{StatusUpdate: "https://räksmörgås.example/callbacks"},
	}
	frozen, err := callback.Freeze(session, hpp.Event{ID: "01971a2c-0002-7e5f-8a6b-9c0d1e2f3a4b"})
	if err != nil {
		t.Fatal(err)
	}
	sender := &capturer{}
	deliverer := callback.Deliverer{
		Client: sender, Now: func() time.Time { return at },
		Secrets: func(context.Context, hpp.MerchantID) ([][]byte, error) { return keys, nil },
	}
	if _, err := deliverer.Deliver(t.Context(), frozen.Payload); err != nil {
		t.Fatal(err)
	}
	return sender.header, string(frozen.Body)
}

func callbackVectors(t *testing.T) []callbackVector {
	t.Helper()
	header, body := sendCallback(t, moment, keyNow)
	twice, _ := sendCallback(t, moment, keyNow, keyOld)
	later, _ := sendCallback(t, moment.Add(8*time.Second), keyNow)
	genuine := callbackVector{
		Secret: whsec(keyNow), Headers: header, Body: body, Now: moment.Unix(), EventID: "01971a2c-0002-7e5f-8a6b-9c0d1e2f3a4b", Status: "COMPLETED",
	}
	var all []callbackVector
	add := func(name, code string, change func(*callbackVector)) {
		v := genuine
		v.Name, v.Code, v.Headers = name, code, map[string]string{}
		for key, value := range genuine.Headers {
			v.Headers[key] = value
		}
		change(&v)
		if code != "" {
			v.EventID, v.Status = "", ""
		}
		all = append(all, v)
	}
	const minute = 60
	add("genuine", "", func(*callbackVector) {})
	add("the same again, 8 seconds later", "", func(v *callbackVector) { v.Headers, v.Now, v.Repeat = later, v.Now+8, true })
	add("two secrets, the receiver has the new one", "", func(v *callbackVector) { v.Headers = twice })
	add("two secrets, the receiver has the old one", "", func(v *callbackVector) { v.Headers, v.Secret = twice, whsec(keyOld) })
	add("a secret without its prefix", "", func(v *callbackVector) { v.Secret = strings.TrimPrefix(v.Secret, "whsec_") })
	add("an unknown version beside", "", func(v *callbackVector) { v.Headers["webhook-signature"] = "v9,AAAA " + v.Headers["webhook-signature"] })
	add("five minutes late", "", func(v *callbackVector) { v.Now += 5 * minute })
	add("five minutes early", "", func(v *callbackVector) { v.Now -= 5 * minute })
	add("replayed after an hour", "TIMESTAMP", func(v *callbackVector) { v.Now += 60 * minute })
	add("one second too old", "TIMESTAMP", func(v *callbackVector) { v.Now += 5*minute + 1 })
	add("one second too early", "TIMESTAMP", func(v *callbackVector) { v.Now -= 5*minute + 1 })
	add("a time that is no number", "TIMESTAMP", func(v *callbackVector) { v.Headers["webhook-timestamp"] = "soon" })
	add("a time without an end", "TIMESTAMP", func(v *callbackVector) { v.Headers["webhook-timestamp"] = strings.Repeat("9", 400) })
	add("replayed with a fresh time", "SIGNATURE", func(v *callbackVector) {
		v.Headers["webhook-timestamp"], v.Now = later["webhook-timestamp"], v.Now+8
	})
	add("the retired secret only", "SIGNATURE", func(v *callbackVector) { v.Secret = whsec(keyOld) })
	add("another body", "SIGNATURE", func(v *callbackVector) { v.Body = strings.Replace(v.Body, "COMPLETED", "CANCELLED", 1) })
	add("a blank more", "SIGNATURE", func(v *callbackVector) { v.Body += " " })
	add("another id", "SIGNATURE", func(v *callbackVector) { v.Headers["webhook-id"] = "01971a2c-0003-7e5f-8a6b-9c0d1e2f3a4b" })
	add("another version's name", "SIGNATURE", func(v *callbackVector) {
		v.Headers["webhook-signature"] = strings.Replace(v.Headers["webhook-signature"], "v1,", "v2,", 1)
	})
	add("an empty signature", "SIGNATURE", func(v *callbackVector) { v.Headers["webhook-signature"] = "v1," })
	add("a signature cut short", "SIGNATURE", func(v *callbackVector) { v.Headers["webhook-signature"] = v.Headers["webhook-signature"][:20] })
	add("a signature that is no base64", "SIGNATURE", func(v *callbackVector) { v.Headers["webhook-signature"] = "v1,%%%ä" })
	for _, name := range []string{"webhook-id", "webhook-timestamp", "webhook-signature"} {
		add("no "+name, "UNSIGNED", func(v *callbackVector) { delete(v.Headers, name) })
	}
	add("no secret", "SECRET", func(v *callbackVector) { v.Secret = "" })
	add("an empty secret", "SECRET", func(v *callbackVector) { v.Secret = "whsec_" })
	add("a secret that is no base64", "SECRET", func(v *callbackVector) { v.Secret = "whsec_*" })
	return all
}

func signResult(t *testing.T, merchant hpp.MerchantID, keys ...[]byte) string {
	t.Helper()
	signer := signedresult.Signer{Secrets: func(context.Context, hpp.MerchantID) ([][]byte, error) { return keys, nil }}
	text, err := signer.Sign(t.Context(), hpp.PaidResult{
		Merchant: merchant, Session: "01971a2b-3c4d-7e5f-8a6b-9c0d1e2f3a4b", OrderID: "0f8b9e3a-5a61-4c1e-9a5f-6d1f6d3c2b10",
		Amount: 33800, Currency: "GBP", Nonce: "7rPuYxQ2S0aYd1nWq4b8Zg", IssuedAt: moment, ExpiresAt: moment.Add(hpp.PaidResultLife),
	})
	if err != nil {
		t.Fatal(err)
	}
	return text
}

func resultVectors(t *testing.T) []resultVector {
	t.Helper()
	genuine := resultVector{
		Secret: whsec(keyNow), MerchantID: "m1", Result: signResult(t, "m1", keyNow), Now: moment.Unix(),
		SessionID: "01971a2b-3c4d-7e5f-8a6b-9c0d1e2f3a4b", Amount: 33800,
	}
	twice := signResult(t, "m1", keyNow, keyOld)
	var all []resultVector
	add := func(name, code string, change func(*resultVector)) {
		v := genuine
		v.Name, v.Code = name, code
		change(&v)
		if code != "" && code != "REPLAYED" {
			v.SessionID, v.Amount = "", 0
		}
		all = append(all, v)
	}
	end := strings.LastIndexByte(genuine.Result, '.')
	add("genuine", "", func(*resultVector) {})
	add("another nonce was seen", "", func(v *resultVector) { v.Seen = []string{"AAAA"} })
	add("seen before", "REPLAYED", func(v *resultVector) { v.Seen = []string{"7rPuYxQ2S0aYd1nWq4b8Zg"} })
	add("two secrets, the shop has the new one", "", func(v *resultVector) { v.Result = twice })
	add("two secrets, the shop has the old one", "", func(v *resultVector) { v.Result, v.Secret = twice, whsec(keyOld) })
	add("at its end", "", func(v *resultVector) { v.Now += 600 })
	add("past its end", "EXPIRED", func(v *resultVector) { v.Now += 601 })
	add("a clock five minutes behind", "", func(v *resultVector) { v.Now -= 300 })
	add("from the future", "EXPIRED", func(v *resultVector) { v.Now -= 301 })
	add("the retired secret only", "SIGNATURE", func(v *resultVector) { v.Secret = whsec(keyOld) })
	add("an altered payload", "SIGNATURE", func(v *resultVector) { v.Result = strings.Replace(v.Result, "v1.ey", "v1.fy", 1) })
	add("an empty signature", "SIGNATURE", func(v *resultVector) { v.Result = v.Result[:end+1] })
	add("of another merchant", "MERCHANT", func(v *resultVector) { v.Result = signResult(t, "m2", keyNow) })
	add("unsigned", "FORM", func(v *resultVector) { v.Result = v.Result[:end] })
	add("another version", "FORM", func(v *resultVector) { v.Result = "v2" + v.Result[2:] })
	add("the placeholder itself", "FORM", func(v *resultVector) { v.Result = "{{openhpp_result}}" })
	add("nothing", "FORM", func(v *resultVector) { v.Result = "" })
	add("far too long", "FORM", func(v *resultVector) { v.Result += strings.Repeat(".A", 4096) })
	add("a secret that is no base64", "SECRET", func(v *resultVector) { v.Secret = "whsec_*" })
	return all
}

// The file is what the server signs today.
func TestVectorsAreOfToday(t *testing.T) {
	var want bytes.Buffer
	encoder := json.NewEncoder(&want)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	about := "Made by `go test ./test/clients -run Vectors -update`: what receivers must believe (an empty code) and must refuse. " +
		"Times are seconds since 1970. The client of each language reads this file in its tests."
	if err := encoder.Encode(vectors{about, callbackVectors(t), resultVectors(t)}); err != nil {
		t.Fatal(err)
	}
	if *update {
		if err := os.WriteFile(vectorsFile, want.Bytes(), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile(vectorsFile)
	if err != nil || !bytes.Equal(got, want.Bytes()) {
		t.Errorf("%s is not what the server signs: %v; write it anew with -update", vectorsFile, err)
	}
}
