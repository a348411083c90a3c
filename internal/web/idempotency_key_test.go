package web

import (
	"errors"
	"net/http"
	"strings"
	"testing"
)

func TestIdempotencyKey(t *testing.T) {
	const ours, published = "Idempotency-Key", "Klarna-Idempotency-Key"
	long := strings.Repeat("k", 255)
	for name, c := range map[string]struct {
		header http.Header
		key    string
		bad    string // what the message wants
	}{
		"none":                 {http.Header{}, "", ""},
		"one name":             {http.Header{ours: {"k"}}, "k", ""},
		"the other":            {http.Header{published: {"k"}}, "k", ""},
		"both, equal":          {http.Header{ours: {"k"}, published: {"k"}}, "k", ""},
		"255 characters":       {http.Header{ours: {long}}, long, ""},
		"quoted":               {http.Header{ours: {`"k"`}}, `"k"`, ""},
		"a blank within":       {http.Header{ours: {"a b~!"}}, "a b~!", ""},
		"both, unequal":        {http.Header{ours: {"k"}, published: {"l"}}, "", "must be the same under both names"},
		"twice, unequal":       {http.Header{ours: {"k", "l"}}, "", "must come once"},
		"twice, equal":         {http.Header{ours: {"k", "k"}}, "", "must come once"},
		"published, twice":     {http.Header{published: {"k", "k"}}, "", "must come once"},
		"one of two is empty":  {http.Header{ours: {"k"}, published: {""}}, "", "must be 1 to 255 printable ASCII characters"},
		"empty":                {http.Header{ours: {""}}, "", "must be 1 to 255 printable ASCII characters"},
		"256 characters":       {http.Header{published: {long + "x"}}, "", "must be 1 to 255 printable ASCII characters"},
		"a letter of another":  {http.Header{ours: {"å"}}, "", "must be 1 to 255 printable ASCII characters"},
		"not UTF-8":            {http.Header{ours: {"\xff"}}, "", "must be 1 to 255 printable ASCII characters"},
		"a tab":                {http.Header{ours: {"a\tb"}}, "", "must be 1 to 255 printable ASCII characters"},
		"DEL":                  {http.Header{published: {"a\x7f"}}, "", "must be 1 to 255 printable ASCII characters"},
		"a no-break space":     {http.Header{published: {"a\u00a0b"}}, "", "must be 1 to 255 printable ASCII characters"},
		"one wrong, one right": {http.Header{published: {"å"}, ours: {"k"}}, "", "must be 1 to 255 printable ASCII characters"},
	} {
		key, err := IdempotencyKey(c.header)
		fault, bad := errors.AsType[*BodyError](err)
		if key != c.key || bad != (c.bad != "") || bad && (fault.Status != http.StatusBadRequest || !strings.Contains(fault.Messages[0], c.bad)) {
			t.Errorf("%s: %q, %v; want %q, %q", name, key, err, c.key, c.bad)
		}
	}
}
