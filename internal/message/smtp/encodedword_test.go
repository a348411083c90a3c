package smtp

import (
	"mime"
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"
)

func TestEncodeHeader(t *testing.T) {
	for text, want := range map[string]string{
		"":                              "",
		"Your payment to The lamp shop": "Your payment to The lamp shop",
		"Söder":                         "=?utf-8?q?S=C3=B6der?=",
		"=?utf-8?b?ZXZpbA==?=":          "=?utf-8?q?=3D=3Futf=2D8=3Fb=3FZXZpbA=3D=3D=3F=3D?=",
		"a\r\nBcc: b":                   "=?utf-8?q?a=0D=0ABcc=3A_b?=",
	} {
		if got := encodeHeader(text); got != want {
			t.Errorf("words(%q) = %q, want %q", text, got, want)
		}
	}
}

func TestWordsAreReadAsTheyWereWritten(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringOf(rapid.OneOf(rapid.RuneFrom([]rune("aé €=?_ Жم💡")), rapid.Rune())).Draw(t, "text")
		got := encodeHeader(text)
		if strings.ContainsFunc(got, func(r rune) bool { return r < ' ' || r > '~' }) {
			t.Fatalf("%q", got)
		}
		for word := range strings.SplitSeq(got, " ") {
			if strings.HasPrefix(word, "=?") && len(word) > maxEncodedWord+12 {
				t.Fatalf("%q is too long", word)
			}
		}
		if back, err := new(mime.WordDecoder).DecodeHeader(got); utf8.ValidString(text) && (err != nil || back != text) {
			t.Fatalf("%q is read as %q, %v", text, back, err)
		}
	})
}
