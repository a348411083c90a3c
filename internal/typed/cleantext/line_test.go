package cleantext_test

import (
	"strings"
	"testing"
	"unicode"

	"golang.org/x/text/unicode/runenames"

	"github.com/openhpp/openhpp/internal/typed/cleantext"
)

func TestLine(t *testing.T) {
	for text, want := range map[string]string{
		"":                          "",
		"Alice":                     "Alice",
		" Alice  Test ":             "Alice Test",
		"Main\tStreet\r\n12\u2028b": "Main Street 12 b",
		"a\u0085b\u2029c\u00a0d\u2009e\u3000f\u2800g": "a b c d e f g",
		"Al\u200bice":                   "Alice",
		"Al\u00adice\ufeff":             "Alice",
		"\u202aAl\u202c\u2066ice\u2069": "Alice",
		"\u200e\u200f\u061cAl\u2060":    "Al",
		"Al\ufe0f\U000e0101":            "Al",
		"Al\u034f\u3164\u115f\ufffcice": "Alice",
		"A\u200dl\u200ci":               "Ali",                     // no script of joiners
		"علی\u200cرضا":                  "علی\u200cرضا",            // Persian
		"علی\u200c":                     "علی",                     // nothing is joined at the end
		"علی\u200c\u200c\u200bرضا":      "علی\u200cرضا",            // one is enough
		"क्\u200dष":                     "क्\u200dष",               // Devanagari
		"ශ්\u200dරී":                    "ශ්\u200dරී",              // Sinhala
		"👩\u200d🚀":                      "👩\u200d🚀",                // an emoji of two
		"👩\u200c🚀":                      "👩🚀",                      // not joined
		"❤\ufe0f\u200d🔥":                "❤\u200d🔥",                // without the choice of colour
		"e\u0301":                       "é",                       // composed
		"e\u200b\u0301":                 "é",                       // once nothing stands between
		"Cap — blue – XL":               "Cap — blue – XL",         // dashes of a title are its own
		"a\x00b":                        "a\x00b",                  // judged by Unreadable
		"\u0600\u0661":                  "\u0600\u0661",            // a sign before numbers is seen
		strings.Repeat("x\u200b", 3000): strings.Repeat("x", 3000), // long
	} {
		if got := cleantext.Line(text); got != want {
			t.Errorf("%.40q is %.40q, want %.40q", text, got, want)
		}
	}
}

func TestName(t *testing.T) {
	for text, want := range map[string]string{
		"O´Brien": "O'Brien", "O`Brien": "O'Brien", "O‘Brien": "O'Brien", "O′Brien": "O'Brien", "O＇Brien": "O'Brien",
		"O’Brien": "O’Brien", "Oʻahu": "Oʻahu", // apostrophes as they should be
		"O\u1fefBrien": "O'Brien", // composed to a grave accent
		"Marcel·la":    "Marcel·la", "Marcel‧la": "Marcel·la",
		"Anna‐Lena": "Anna-Lena", "Anna‑Lena": "Anna-Lena", "Anna–Lena": "Anna-Lena", "Anna−Lena": "Anna-Lena", "Anna－Lena": "Anna-Lena",
		"Kungs\u00adgatan 12–14": "Kungsgatan 12-14",
		"Gatan 2\nLägenhet 4":    "Gatan 2 Lägenhet 4",
		"١٢ شارع":                "١٢ شارع",
	} {
		if got := cleantext.Name(text); got != want {
			t.Errorf("%q is %q, want %q", text, got, want)
		}
	}
}

func TestFigures(t *testing.T) {
	for text, want := range map[string]string{
		"＋４６ ７０":            "+46 70",
		"٠٧٠١٧٤٠٦٠٥":        "0701740605",
		"۰۷۰":               "070",
		"०७०":               "070",
		"𝟎𝟗":                "09",
		"111\u200948":       "111 48",
		"１１１　４８":            "111 48",
		"070–174‑06−15":     "070-174-06-15",
		"ｓｗ１ａ １ａａ":          "sw1a 1aa",
		"\u202a+4670\u202c": "+4670",
		"٢١\u060D٠٣":        "21/03",
		"1941。03。21":        "1941.03.21",
	} {
		if got := cleantext.Figures(text); got != want {
			t.Errorf("%q is %q, want %q", text, got, want)
		}
	}
}

func TestEmail(t *testing.T) {
	for text, want := range map[string]string{
		" al@example.com\u200b": "al@example.com", "\u202aal@example.com\u202c": "al@example.com",
		"ａｌ＠example．com": "al@example.com", "al-1@example.com": "al-1@example.com", "a–l@example.com": "a–l@example.com",
		"al@exam\u00adple.com": "al@example.com",
	} {
		if got := cleantext.Email(text); got != want {
			t.Errorf("%q is %q, want %q", text, got, want)
		}
	}
}

// Every decimal digit that Unicode knows is the digit that its name says.
func TestDigitsOfEveryScript(t *testing.T) {
	words := []string{"ZERO", "ONE", "TWO", "THREE", "FOUR", "FIVE", "SIX", "SEVEN", "EIGHT", "NINE"}
	digits := 0
	for r := rune(0); r <= unicode.MaxRune; r++ {
		if !unicode.Is(unicode.Nd, r) {
			continue
		}
		name := runenames.Name(r)
		got := cleantext.Figures(string(r))
		if len(got) != 1 || got[0] < '0' || got[0] > '9' || name != "" && !strings.HasSuffix(name, words[got[0]-'0']) {
			t.Errorf("%U %s is %q", r, name, got)
		}
		digits++
	}
	if digits < 600 {
		t.Errorf("only %d digits", digits)
	}
}

// What is invisible by itself leaves nothing.
func TestNothingInvisibleStays(t *testing.T) {
	for _, r := range "\u00ad\u034f\u061c\u115f\u1160\u17b4\u180b\u180e\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e" +
		"\u2060\u2061\u2064\u2066\u2067\u2068\u2069\u206a\u3164\ufe00\ufe0f\ufeff\uffa0\ufff9\ufffc\U0001d173\U000e0020\U000e0100" {
		for kind, clean := range cleaners {
			if got := clean("A" + string(r) + "B" + string(r)); got != "AB" {
				t.Errorf("%s leaves %U: %q", kind, r, got)
			}
		}
	}
}

var cleaners = map[string]func(string) string{
	"Line": cleantext.Line, "Name": cleantext.Name, "Figures": cleantext.Figures, "Email": cleantext.Email,
}

func TestUnreadable(t *testing.T) {
	for r := rune(0); r < 0xA0; r++ {
		control := r < 0x20 && r != '\t' && r != '\n' && r != '\r' || r >= 0x7F && r != 0x85
		if got := cleantext.Unreadable("a" + string(r) + "b"); got != control {
			t.Errorf("%U: %t", r, got)
		}
	}
	for text, want := range map[string]bool{
		"": false, "Åsa": false, "علی\u200cرضا": false, "\u200b": false, "a\u2028b": false,
		"Stock\xffholm": true, "Stock\ufffdholm": true, "\xed\xa0\x80": true, "\uffff": true, "\ufdd0": true,
	} {
		if got := cleantext.Unreadable(text); got != want {
			t.Errorf("%q: %t", text, got)
		}
	}
	if got := cleantext.Readable("A\x00l\xff\ufffd\tb\u009f"); got != "Al\tb" {
		t.Errorf("%q", got)
	}
}

func FuzzClean(f *testing.F) {
	for _, seed := range []string{"Al\u200bice", "e\u200b\u0301", "علی\u200cرضا", "＋４６", "\xff\x00", "👩\u200d🚀", "\u1100\u1160\u11a8", "a\u0338\u200b", "\u2126 \u212b"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		for kind, clean := range cleaners {
			once := clean(text)
			if again := clean(once); again != once {
				t.Errorf("%s of %q is %q, of which it is %q", kind, text, once, again)
			}
		}
		if got := cleantext.Readable(text); cleantext.Unreadable(got) {
			t.Errorf("%q cannot be read", got)
		}
	})
}
