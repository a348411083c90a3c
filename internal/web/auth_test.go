package web

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// caller is a client by its name.
type caller string

func (c caller) ClientID() string { return string(c) }

// onePair lets in who knows the one pair there is.
func onePair() http.Handler {
	verify := func(_ context.Context, username, password string) (caller, error) {
		switch {
		case username == "lamps" && password == "pass:word":
			return "m1", nil
		case username == "down":
			return "", errors.New("the store is down")
		case username == "other-room":
			return "", fmt.Errorf("wrapped: %w", foreignRefusal{})
		}
		return "", fmt.Errorf("checking: %w", ErrUnauthorized)
	}
	return BasicAuth(AuthConfig[caller]{Verify: verify, Rate: RateOther}, func(w http.ResponseWriter, _ *http.Request, who caller) {
		WriteJSON(w, http.StatusOK, map[string]string{"merchant": who.ClientID()})
	})
}

// foreignRefusal is how a room that does not know this package refuses.
type foreignRefusal struct{}

func (foreignRefusal) Error() string      { return "no" }
func (foreignRefusal) Unauthorized() bool { return true }

func basic(pair string) string { return "Basic " + base64.StdEncoding.EncodeToString([]byte(pair)) }

func TestBasicAuth(t *testing.T) {
	right := basic("lamps:pass:word")
	code := strings.TrimPrefix(right, "Basic ")
	for name, c := range map[string]struct {
		headers []string
		status  int
	}{
		"right":                     {[]string{right}, 200},
		"lower-case scheme":         {[]string{"basic " + code}, 200},
		"upper-case scheme":         {[]string{"BASIC " + code}, 200},
		"many blanks":               {[]string{"Basic    " + code + "  "}, 200},
		"a tab":                     {[]string{"Basic\t" + code}, 200},
		"no padding":                {[]string{strings.TrimRight(right, "=")}, 200},
		"missing":                   {nil, 401},
		"empty":                     {[]string{""}, 401},
		"scheme only":               {[]string{"Basic"}, 401},
		"scheme and blank":          {[]string{"Basic "}, 401},
		"no scheme":                 {[]string{code}, 401},
		"glued to the scheme":       {[]string{"Basic" + code}, 401},
		"other scheme":              {[]string{"Bearer " + code}, 401},
		"digest":                    {[]string{`Digest username="lamps"`}, 401},
		"three parts":               {[]string{right + " x"}, 401},
		"twice":                     {[]string{right, right}, 401},
		"right, then wrong":         {[]string{right, basic("a:b")}, 401},
		"two in one":                {[]string{right + ", " + right}, 401},
		"no base64":                 {[]string{"Basic !!!!"}, 401},
		"URL alphabet":              {[]string{"Basic -_-_"}, 401},
		"no colon":                  {[]string{basic("lamps")}, 401},
		"only a colon":              {[]string{basic(":")}, 401},
		"empty password":            {[]string{basic("lamps:")}, 401},
		"empty user":                {[]string{basic(":pass:word")}, 401},
		"wrong password":            {[]string{basic("lamps:password")}, 401},
		"colon too many":            {[]string{basic("lamps::pass:word")}, 401},
		"wrong user":                {[]string{basic("Lamps:pass:word")}, 401},
		"not UTF-8":                 {[]string{basic("lamps:\xff\xfe")}, 401},
		"NUL":                       {[]string{basic("lamps\x00:pass:word")}, 401},
		"line break":                {[]string{basic("lamps:pass:word\n")}, 401},
		"64 KiB":                    {[]string{basic("lamps:" + strings.Repeat("x", 64<<10))}, 401},
		"64 KiB behind the right":   {[]string{right + strings.Repeat("=", 64<<10)}, 401},
		"refused by another room":   {[]string{basic("other-room:x")}, 401},
		"the store does not answer": {[]string{basic("down:x")}, 500},
	} {
		t.Run(name, func(t *testing.T) {
			r := httptest.NewRequest(http.MethodGet, "/", nil)
			r.Header["Authorization"] = c.headers
			w := httptest.NewRecorder()
			onePair().ServeHTTP(w, r)
			if w.Code != c.status {
				t.Fatalf("status %d, want %d", w.Code, c.status)
			}
			if w.Header().Get("Cache-Control") != "no-store" {
				t.Error("a cache may keep the answer")
			}
			if c.status == http.StatusUnauthorized {
				checkRefusal(t, w)
			}
		})
	}
}

// Nobody may learn from the answer which part was wrong.
func checkRefusal(t *testing.T, w *httptest.ResponseRecorder) {
	t.Helper()
	if got := w.Header().Get("WWW-Authenticate"); !strings.HasPrefix(got, "Basic realm=") {
		t.Errorf("WWW-Authenticate: %q", got)
	}
	var body Envelope
	if err := json.Unmarshal(w.Body.Bytes(), &body); err != nil {
		t.Fatal(err)
	}
	if body.CorrelationID == "" || body.CorrelationID != w.Header().Get(correlationHeader) {
		t.Errorf("correlation id %q in the body, %q in the header", body.CorrelationID, w.Header().Get(correlationHeader))
	}
	body.CorrelationID = ""
	want := Envelope{Code: "UNAUTHORIZED", Messages: []string{"A valid user name and password are required"}}
	if diff := cmp.Diff(want, body); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}
