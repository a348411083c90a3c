package web

import (
	"bytes"
	"compress/gzip"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

func packed(t *testing.T, text string) string {
	t.Helper()
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	if _, err := w.Write([]byte(text)); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// A compressed body is read like a plain one; a bomb costs no more than the
// largest body, and nobody's other encoding is guessed at.
func TestCompressedBodies(t *testing.T) {
	const text = `{"name":"Lamp"}`
	bomb := packed(t, `{"a":"`+strings.Repeat("x", 16<<20)+`"}`)
	if len(bomb) > MaxBody {
		t.Fatal("the bomb is no bomb")
	}
	largest := `{"a":"` + strings.Repeat("x", MaxBody-8) + `"}`
	for name, c := range map[string]struct {
		encoding []string
		body     string
		status   int
		message  string
	}{
		"plain":               {nil, text, 200, ""},
		"gzip":                {[]string{"gzip"}, packed(t, text), 200, ""},
		"GZIP":                {[]string{"GZIP"}, packed(t, text), 200, ""},
		"x-gzip":              {[]string{" x-gzip "}, packed(t, text), 200, ""},
		"identity":            {[]string{"identity"}, text, 200, ""},
		"two parts":           {[]string{"gzip"}, packed(t, `{"name":`) + packed(t, `"Lamp"}`), 200, ""},
		"the largest":         {[]string{"gzip"}, packed(t, largest), 200, ""},
		"one byte more":       {[]string{"gzip"}, packed(t, largest+" "), 413, "at most 1 MB"},
		"a bomb":              {[]string{"gzip"}, bomb, 413, "at most 1 MB"},
		"too large as sent":   {[]string{"gzip"}, strings.Repeat("x", MaxBody+1), 413, "at most 1 MB"},
		"packed twice":        {[]string{"gzip, gzip"}, packed(t, packed(t, text)), 415, "must be gzip"},
		"named twice":         {[]string{"gzip", "gzip"}, packed(t, packed(t, text)), 415, "must be gzip"},
		"brotli":              {[]string{"br"}, text, 415, "must be gzip"},
		"deflate":             {[]string{"deflate"}, text, 415, "must be gzip"},
		"zstd":                {[]string{"zstd"}, text, 415, "must be gzip"},
		"said, but plain":     {[]string{"gzip"}, text, 400, "not gzip"},
		"cut off":             {[]string{"gzip"}, packed(t, text)[:20], 400, "not whole"},
		"more behind":         {[]string{"gzip"}, packed(t, text) + "garbage garbage", 400, "not whole"},
		"not said":            {nil, packed(t, text), 400, "JSON"},
		"packed nothing":      {[]string{"gzip"}, packed(t, ""), 400, "found nothing"},
		"nothing":             {[]string{"gzip"}, "", 400, "found nothing"},
		"no JSON within":      {[]string{"gzip"}, packed(t, "<order/>"), 400, "JSON"},
		"a damaged last byte": {[]string{"gzip"}, packed(t, text)[:len(packed(t, text))-1] + "\xff", 400, "not whole"},
	} {
		r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/", strings.NewReader(c.body))
		r.Header["Content-Encoding"] = c.encoding
		w := httptest.NewRecorder()
		var into struct {
			Name string `json:"name"`
		}
		if _, err := Decode(w, r, &into); err != nil {
			Refuse(w, r, err)
		}
		if w.Code != c.status || !strings.Contains(w.Body.String(), c.message) {
			t.Errorf("%s: %d %.120s, want %d with %q", name, w.Code, w.Body, c.status, c.message)
		}
		if c.status == 200 && name != "the largest" && into.Name != "Lamp" {
			t.Errorf("%s: read %q", name, into.Name)
		}
		if c.status == 415 && w.Header().Get("Accept-Encoding") != "gzip" {
			t.Errorf("%s: %v", name, w.Header())
		}
	}
}
