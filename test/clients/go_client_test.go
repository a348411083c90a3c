package clients

import (
	"encoding/json"
	"errors"
	"net/http"
	"os"
	"slices"
	"testing"
	"time"

	"github.com/openhpp/openhpp/client"
)

// The Go client judges as the file says.
func TestGoClientJudgesTheVectors(t *testing.T) {
	codes := map[error]string{
		client.ErrSecret: "SECRET", client.ErrUnsigned: "UNSIGNED", client.ErrTimestamp: "TIMESTAMP", client.ErrSignature: "SIGNATURE",
		client.ErrResultForm: "FORM", client.ErrResultSignature: "SIGNATURE", client.ErrResultExpired: "EXPIRED",
		client.ErrResultMerchant: "MERCHANT", client.ErrResultReplayed: "REPLAYED",
	}
	codeOf := func(err error) string {
		for target, code := range codes {
			if errors.Is(err, target) {
				return code
			}
		}
		return ""
	}
	text, err := os.ReadFile(vectorsFile)
	if err != nil {
		t.Fatal(err)
	}
	var file vectors
	if err := json.Unmarshal(text, &file); err != nil || len(file.Callbacks) < 20 || len(file.Results) < 15 {
		t.Fatalf("%d callbacks, %d results, %v", len(file.Callbacks), len(file.Results), err)
	}
	for _, v := range file.Callbacks {
		header := http.Header{}
		for name, value := range v.Headers {
			header.Set(name, value)
		}
		got, err := client.VerifyCallback(v.Secret, header, []byte(v.Body), time.Unix(v.Now, 0))
		if codeOf(err) != v.Code || (err == nil) != (v.Code == "") || got.EventID != v.EventID || string(got.Session.Status) != v.Status {
			t.Errorf("%s: %+v, %v; want %q", v.Name, got, err, v.Code)
		}
	}
	for _, v := range file.Results {
		shop := client.ResultVerifier{Secret: v.Secret, MerchantID: v.MerchantID, FirstSeen: func(nonce string) (bool, error) {
			return !slices.Contains(v.Seen, nonce), nil
		}}
		got, err := shop.Verify(v.Result, time.Unix(v.Now, 0))
		if codeOf(err) != v.Code || (err == nil) != (v.Code == "") || got.SessionID != v.SessionID || got.Amount != v.Amount {
			t.Errorf("%s: %+v, %v; want %q", v.Name, got, err, v.Code)
		}
	}
}
