package message

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"unicode"

	"pgregory.net/rapid"

	"github.com/openhpp/openhpp/internal/locale"
)

func TestGoldenSMS(t *testing.T) {
	var b strings.Builder
	for _, lang := range locale.Languages() {
		for _, test := range []bool{false, true} {
			i := sample(lang)
			i.Test = test
			s := ComposeSMS(i, "+46701740605")
			fmt.Fprintf(&b, "%s: %d, unicode %t\n%s\n", lang, s.Segments, s.Unicode, s.Text)
		}
	}
	golden(t, "sms.txt", b.String())
}

// In every language that GSM-7 can write, an ordinary message is one part,
// with a word for the test mode.
func TestOneSegment(t *testing.T) {
	for _, lang := range locale.Languages() {
		for _, test := range []bool{false, true} {
			i := sample(lang)
			i.Test = test
			i.Purchase.Amount *= 100 // hundreds of thousands still fit
			s, l := ComposeSMS(i, "+46701740605"), locale.Match(i.Purchase.Locale)
			want := 1
			if lang == "ar" {
				want = 2
			}
			if s.Segments != want || s.Unicode != (lang == "ar") {
				t.Errorf("%s: %d segments, unicode %t: %q", lang, s.Segments, s.Unicode, s.Text)
			}
			if !strings.HasSuffix(s.Text, ": "+i.Link) && !strings.HasSuffix(s.Text, " : "+i.Link) {
				t.Errorf("%s: %q does not end with the link", lang, s.Text)
			}
			word := l.Text("sms.test")
			if !s.Unicode {
				word = transliterate(word)
			}
			if strings.HasPrefix(s.Text, word+": ") != test {
				t.Errorf("%s: %q, test %t", lang, s.Text, test)
			}
			if s.ID != i.ID || s.To != "+46701740605" {
				t.Errorf("%+v", s)
			}
		}
	}
}

func TestSMS(t *testing.T) {
	long := "Lampenladen für Beleuchtung aller Art in Oberammergau"
	link := func(n int) string {
		return "https://pay.example.com/" + strings.Repeat("p", n-len("https://pay.example.com/"))
	}
	for _, test := range []struct {
		name     string
		change   func(*Invitation)
		segments int
		unicode  bool
		want     string // before the link
	}{
		{"a name of forty characters", func(i *Invitation) { i.Shop = long }, 1, false, "Pay £249.90 to Lampenladen für Beleuchtung aller Art in..: "},
		{"a name that must give way to the link", func(i *Invitation) { i.Shop, i.Link = long, link(110) }, 1, false, "Pay £249.90 to Lampenladen für Beleuchtung all..: "},
		{"the test word comes before the name", func(i *Invitation) { i.Shop, i.Link, i.Test = long, link(110), true }, 1, false, "TEST: Pay £249.90 to Lampenladen für Beleuchtu..: "},
		{"the link before the test word", func(i *Invitation) { i.Shop, i.Link, i.Test = long, link(129), true }, 1, false, "Pay £249.90 to Lampenladen..: "},
		{"what never fits takes two", func(i *Invitation) { i.Shop, i.Link, i.Test = long, link(150), true }, 2, false, "TEST: Pay £249.90 to Lampenladen für Beleuchtung aller Art in..: "},
		{"signs of currencies that no phone may know", func(i *Invitation) { i.Purchase.Currency, i.Purchase.Locale = "ILS", "en-US" }, 1, false, "Pay ILS 249.90 to The lamp shop: "},
		{"another script in the name", func(i *Invitation) { i.Shop = "Лампы" }, 2, true, "Pay £249.90 to Лампы: "},
		{"Greek in an English message", func(i *Invitation) { i.Shop = "Φωτιστικά" }, 1, false, "Pay £249.90 to ΦΩTIΣTIKA: "},
		{"emoji in the name", func(i *Invitation) { i.Shop = "💡 Lamps" }, 1, false, "Pay £249.90 to Lamps: "},
		{"addresses in the name", func(i *Invitation) { i.Shop = "call +1 800 555 0199 evil.example" }, 1, false, "Pay £249.90 to call .. evil example: "},
		{"no name", func(i *Invitation) { i.Shop = "" }, 1, false, "Pay £249.90 to pay.example.com: "},
		{"a link of odd characters stays as it is", func(i *Invitation) { i.Link = "https://pay.example.com/~a_b`é" }, 1, false, ""},
	} {
		i := sample("en")
		test.change(&i)
		s := ComposeSMS(i, "+447400123456")
		if count, ucs := countSegments(s.Text); count != s.Segments || ucs != s.Unicode {
			t.Errorf("%s: %d, %t and really %d, %t", test.name, s.Segments, s.Unicode, count, ucs)
		}
		if test.want == "" {
			if !strings.HasSuffix(s.Text, i.Link) {
				t.Errorf("%s: %q", test.name, s.Text)
			}
			continue
		}
		if s.Text != test.want+i.Link || s.Segments != test.segments || s.Unicode != test.unicode {
			t.Errorf("%s: %d, %t: %q", test.name, s.Segments, s.Unicode, s.Text)
		}
	}
}

// Whatever a shop is called, the link is whole and last, the count is right
// and nothing else in the text leads anywhere.
func TestAnySMS(t *testing.T) {
	langs := locale.Languages()
	rapid.Check(t, func(t *rapid.T) {
		i := sample(rapid.SampledFrom(langs).Draw(t, "language"))
		i.Shop = rapid.String().Draw(t, "shop")
		i.Purchase.Amount = rapid.Int64Range(0, 1<<40).Draw(t, "amount")
		i.Test = rapid.Bool().Draw(t, "test")
		s := ComposeSMS(i, "+46701740605")
		words, ok := strings.CutSuffix(s.Text, i.Link)
		if count, ucs := countSegments(s.Text); !ok || count != s.Segments || ucs != s.Unicode {
			t.Fatalf("%q: %d, %t", s.Text, s.Segments, s.Unicode)
		}
		if s.Segments > 4 || strings.ContainsFunc(words, func(r rune) bool { return unicode.IsControl(r) || unicode.Is(unicode.Cf, r) }) {
			t.Fatalf("%q", s.Text)
		}
		for _, address := range []string{"@", "://", "www."} {
			if strings.Contains(words, address) {
				t.Fatalf("%q", s.Text)
			}
		}
	})
}

func TestSMSIsTheSameOnEveryTry(t *testing.T) {
	i := sample("pl")
	if !slices.Equal([]SMS{ComposeSMS(i, "+48512345678")}, []SMS{ComposeSMS(i, "+48512345678")}) {
		t.Error("two tries differ")
	}
}
