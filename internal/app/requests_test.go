package app

import (
	"bytes"
	"compress/gzip"
	"net/http"
	"strings"
	"testing"
)

// Every API reads an idempotency key and a compressed body alike.
func TestAllAPIsReadRequestsAlike(t *testing.T) {
	server, _ := running(t, local(t))
	account, err := server.merchants.Create(t.Context(), "Lamps")
	if err != nil {
		t.Fatal(err)
	}
	compress := func(text string) string {
		var b bytes.Buffer
		w := gzip.NewWriter(&b)
		_, _ = w.Write([]byte(text))
		_ = w.Close()
		return b.String()
	}
	const ours, published = "Idempotency-Key", "Klarna-Idempotency-Key"
	for name, c := range map[string]struct {
		header http.Header
		body   string
		status int // 0: whatever the operation says of {}, but no 413 or 415
		says   string
	}{
		"two keys":             {http.Header{ours: {"a"}, published: {"b"}}, "{}", 400, "must be the same under both names"},
		"the same key twice":   {http.Header{published: {"a", "a"}}, "{}", 400, "must come once"},
		"a letter of another":  {http.Header{published: {strings.Repeat("ä", 100)}}, "{}", 400, "printable ASCII"},
		"a tab":                {http.Header{ours: {"a\tb"}}, "{}", 400, "printable ASCII"},
		"256 characters":       {http.Header{ours: {strings.Repeat("k", 256)}}, "{}", 400, "1 to 255"},
		"gzip":                 {http.Header{"Content-Encoding": {"gzip"}}, compress(`{}`), 0, ""},
		"gzip with no JSON":    {http.Header{"Content-Encoding": {"gzip"}}, compress(`[`), 400, "JSON"},
		"a bomb":               {http.Header{"Content-Encoding": {"gzip"}}, compress(`{"a":"` + strings.Repeat("x", 20<<20) + `"}`), 413, "at most 1 MB"},
		"brotli":               {http.Header{"Content-Encoding": {"br"}}, "{}", 415, "must be gzip"},
		"gzip that is no gzip": {http.Header{"Content-Encoding": {"gzip"}}, "{}", 400, "not gzip"},
	} {
		for _, path := range []string{"/hpp/v1/sessions", "/payments/v1/sessions", "/credit/v1/sessions", "/checkout/v3/orders"} {
			r := &http.Request{Header: c.header.Clone()}
			r.SetBasicAuth(account.Username, account.Password)
			response, body := send(t, http.MethodPost, server.URL()+path, r.Header, c.body)
			if c.status != 0 && response.StatusCode != c.status || !strings.Contains(body, c.says) || !strings.Contains(body, "error_code") ||
				c.status == 0 && (strings.Contains(body, "must be JSON") || response.StatusCode != http.StatusBadRequest) {
				t.Errorf("%s at %s: %d %.120s, want %d with %q", name, path, response.StatusCode, body, c.status, c.says)
			}
		}
	}
}
