package view

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"
)

func TestShort(t *testing.T) {
	for _, test := range []struct {
		name, text string
		limit      int
		want       string
	}{
		{"plain", "Nordic Cycles", 60, "Nordic Cycles"},
		{"exactly as long", "abc", 3, "abc"},
		{"too long", "abcd", 3, "abc…"},
		{"lines become blanks", " a\r\n\tb\u00a0c ", 60, "a b c"},
		{"control characters", "a\x00b\x1bc\u0085d", 60, "a b c d"},
		{"overrides and isolates go", "\u202eabc\u2066d\u200f\ufeffe", 60, "abcde"},
		{"broken text", "a\xffb", 60, "a\uFFFDb"},
		{"marks stay", "e\u0301", 60, "e\u0301"},
		{"towers of marks do not", "e" + strings.Repeat("\u0301", 500), 60, "e\u0301\u0301\u0301"},
		{"families stay whole", "👩\u200d👧", 60, "👩\u200d👧"},
		{"a cut leaves no loose joiner", "👩\u200d👧", 2, "👩…"},
		{"right to left", "שלום", 60, "שלום"},
		{"nothing", "", 60, ""},
		{"only marks", "\u0301\u0301", 60, "\u0301\u0301"},
	} {
		if got := shorten(test.text, test.limit); got != test.want {
			t.Errorf("%s: short(%q) is %q, want %q", test.name, test.text, got, test.want)
		}
	}
}

func FuzzShort(f *testing.F) {
	f.Add("Nordic Cycles", 5)
	f.Add("\u202e\u0301 a\x00\xff", 3)
	f.Fuzz(func(t *testing.T, text string, limit int) {
		limit &= 127
		got := shorten(text, limit)
		if !utf8.ValidString(got) {
			t.Errorf("%q is not UTF-8", got)
		}
		letters := 0
		for _, r := range got {
			if unicode.IsControl(r) || isDirectional(r) {
				t.Errorf("%q still holds %U", got, r)
			}
			if !unicode.Is(unicode.M, r) && r != ' ' {
				letters++
			}
		}
		if letters > limit+1 {
			t.Errorf("%q has %d letters, more than %d", got, letters, limit)
		}
	})
}
