package cli

import (
	"bytes"
	"encoding/json"
	"net/http"
	"strings"
	"testing"
)

// The same document means the same to the API and to the command line.
func TestProfilesAreReadAlikeByAPIAndCommand(t *testing.T) {
	w := start(t)
	shop := w.merchant()
	for _, document := range []string{
		`{"name":"a"}`, `{"NAME":"a"}`, `{"name":null}`, `{"name":5}`, `{"name":"a","name":"b"}`, `{"channels":"email"}`, `[]`, `{`, "\xef\xbb\xbf{}",
		`{"options":{"background_images":[{"url":"https://shop.example/a.png","width":100.0}]}}`,
		`{"options":{"background_images":[{"url":"https://shop.example/a.png","width":100.5}]}}`,
		`{"options":{"payment_fallback":"yes"}}`, `{"options":[]}`, `{"frame_ancestors":[1]}`,
	} {
		status, body := w.call(shop, http.MethodPut, "/openhpp/v1/profiles/api", document)
		api := nameOf(t, body)
		var out bytes.Buffer
		err := Operator{Config: w.config, Out: &out, JSON: true}.PutProfile(t.Context(), string(shop.MerchantID), "cli", strings.NewReader(document))
		if taken := status < 300; taken != (err == nil) {
			t.Errorf("%s: the API answers %d, the command %v", document, status, err)
			continue
		}
		if err == nil {
			if cli := nameOf(t, out.String()); api != cli {
				t.Errorf("%s: the API stores the name %q, the command %q", document, api, cli)
			}
			continue
		}
		if strings.Contains(err.Error(), "Go ") || strings.Contains(err.Error(), "ProfileRequest") {
			t.Errorf("%s: the command speaks of the program's insides: %v", document, err)
		}
	}
}

func nameOf(t *testing.T, body string) string {
	t.Helper()
	var profile struct {
		Name string `json:"name"`
	}
	if err := json.Unmarshal([]byte(body), &profile); err != nil {
		t.Fatalf("%s: %v", body, err)
	}
	return profile.Name
}
