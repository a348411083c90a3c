package inbox

import (
	"strings"
	"testing"
	"unicode/utf8"
)

func TestBrief(t *testing.T) {
	for text, want := range map[string]string{
		"":                                    "",
		"short":                               "short",
		"two\r\n lines\tand  ":                "two lines…",
		"0123456789":                          "0123456789",
		"0123456789a":                         "0123456789…",
		"åäöåäöåäöåä":                         "åäöåäöåäöå…",
		"a\u202eb\u2066c\u200b\ufeff\x00\x1b": "abc",
		"e" + strings.Repeat("\u0301", 50):    "e\u0301\u0301\u0301",
		"\u0301\u0301\u0301\u0301\u0301x":     "\u0301\u0301\u0301x",
		"bad\xffbyte":                         "bad\uFFFDbyte",
		"👩\u200d👩\u200d👧 x":                   "👩\u200d👩\u200d👧 x",
		"می\u200cخواهم":                       "می\u200cخواهم",
	} {
		if got := shorten(text, 10); got != want {
			t.Errorf("%q becomes %q, want %q", text, got, want)
		}
	}
}

func FuzzBrief(f *testing.F) {
	f.Add("a\u202eb", 3)
	f.Add("e\u0301\u0301\u0301\u0301\xff", 1)
	f.Fuzz(func(t *testing.T, text string, limit int) {
		limit &= 0xff
		got := shorten(text, limit)
		if !utf8.ValidString(got) || strings.ContainsAny(got, "\n\r\x00\u202e\u2066") {
			t.Errorf("%q", got)
		}
		if most := (limit+1)*(maxMarks+1) + maxMarks + 1; utf8.RuneCountInString(got) > most+strings.Count(got, "\u200d")+strings.Count(got, "\u200c") {
			t.Errorf("%d characters of %d", utf8.RuneCountInString(got), limit)
		}
	})
}

func FuzzQuery(f *testing.F) {
	f.Add("to=%2B46&wait=30&method=sms&session_id=a")
	f.Add("to=%00&to=%zz;wait=-1")
	f.Fuzz(func(t *testing.T, raw string) {
		q, faults := readQuery(raw)
		if len(faults) == 0 && (q.wait < 0 || q.wait.Seconds() > maxWait || !isStorable(q.filter.To) || !isStorable(q.filter.SessionID)) {
			t.Errorf("%q gives %+v", raw, q)
		}
	})
}
