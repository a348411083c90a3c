package message

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/net/html"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/locale"
)

func TestGoldenMail(t *testing.T) {
	for _, lang := range locale.Languages() {
		m := compose(t, sample(lang))
		golden(t, "mail/"+lang+".txt", "Subject: "+m.Subject+"\n\n"+m.Text)
		golden(t, "mail/"+lang+".html", m.HTML)
	}
}

// elements counts a page's elements and gathers the addresses that it holds.
func elements(t *testing.T, page string) (count map[string]int, addresses []string, root *html.Node) {
	t.Helper()
	root, err := html.Parse(strings.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	count = map[string]int{}
	for node := range root.Descendants() {
		if node.Type != html.ElementNode {
			continue
		}
		count[node.Data]++
		for _, a := range node.Attr {
			if slices.Contains([]string{"href", "src", "action", "background", "srcset", "poster", "data"}, a.Key) {
				addresses = append(addresses, a.Val)
			}
			if strings.HasPrefix(a.Key, "on") {
				t.Errorf("%s has the handler %s", node.Data, a.Key)
			}
		}
	}
	return count, addresses, root
}

func TestMailHoldsNothingForeign(t *testing.T) {
	for _, lang := range locale.Languages() {
		i := sample(lang)
		m := compose(t, i)
		count, addresses, root := elements(t, m.HTML)
		for _, name := range []string{"img", "script", "link", "iframe", "object", "embed", "form", "input", "svg", "video", "base"} {
			if count[name] != 0 {
				t.Errorf("%s: %d elements %s", lang, count[name], name)
			}
		}
		if want := []string{i.Link, i.Link, i.Stop}; !slices.Equal(addresses, want) {
			t.Errorf("%s leads to %q", lang, addresses)
		}
		for _, word := range []string{"url(", "@import", "http-equiv", "expression("} {
			if strings.Contains(m.HTML, word) {
				t.Errorf("%s holds %s", lang, word)
			}
		}
		if count["h1"] != 1 || count["title"] != 1 || strings.Count(m.HTML, `<a class="button"`) != 1 {
			t.Errorf("%s: headings, titles or buttons are not one", lang)
		}
		page := root.FirstChild
		for page.Type != html.ElementNode {
			page = page.NextSibling
		}
		l := locale.Match(i.Purchase.Locale)
		if diff := cmp.Diff([]html.Attribute{{Key: "lang", Val: l.Locale()}, {Key: "dir", Val: l.Direction()}}, page.Attr); diff != "" {
			t.Errorf("%s: %s", lang, diff)
		}
	}
}

func TestMailSaysWhatItMust(t *testing.T) {
	for _, lang := range locale.Languages() {
		i := sample(lang)
		i.Test = true
		m, l := compose(t, i), locale.Match(i.Purchase.Locale)
		for _, want := range []string{
			i.Shop, l.Money(i.Purchase.Amount, i.Purchase.Currency), l.Time(i.ExpiresAt, i.Purchase.Country), "pay.example.com",
			i.Link, i.Stop, i.Purchase.Lines[0].Name, i.Purchase.Lines[1].Name, l.Text("frame.test"),
		} {
			if !strings.Contains(m.Text, want) {
				t.Errorf("%s: the text lacks %q", lang, want)
			}
			if !strings.Contains(m.HTML, html.EscapeString(want)) && !strings.Contains(m.HTML, want) {
				t.Errorf("%s: the page lacks %q", lang, want)
			}
		}
		if strings.Contains(m.Text+m.HTML+m.Subject, "mail.") || strings.Contains(m.Text+m.HTML, "<no value>") {
			t.Errorf("%s: a message is missing", lang)
		}
		i.Test = false
		if m := compose(t, i); strings.Contains(m.Text+m.HTML, l.Text("frame.test")) {
			t.Errorf("%s: real money is called a test", lang)
		}
	}
}

func TestMailIsTheSameOnEveryTry(t *testing.T) {
	i := sample("sv")
	want := compose(t, i)
	for range 5 {
		if diff := cmp.Diff(want, compose(t, i)); diff != "" {
			t.Fatal(diff)
		}
	}
	if want.ID != i.ID || want.To != "anna@example.com" || want.Shop != i.Shop || want.Stop != i.Stop || want.Lang != "sv-SE" || !want.At.Equal(i.CreatedAt) {
		t.Errorf("%+v", want)
	}
}

func TestMailListsTenLines(t *testing.T) {
	for lines, more := range map[int]string{0: "", 1: "", 10: "", 11: "and 1 more item", 500: "and 490 more items"} {
		i := sample("en")
		i.Purchase.Lines = slices.Repeat([]hpp.Line{{Name: "Lamp", Quantity: 3, Unit: "pcs", Total: 100}}, lines)
		m := compose(t, i)
		if got := strings.Count(m.Text, "- 3\u00a0pcs × Lamp: £1.00\n"); got != min(lines, 10) {
			t.Errorf("%d lines: %d are told", lines, got)
		}
		if got := strings.Contains(m.Text, "more item"); got != (more != "") || !strings.Contains(m.Text, more) || !strings.Contains(m.HTML, more) {
			t.Errorf("%d lines: %q is missing or too much", lines, more)
		}
	}
}

// What merchants write is shown as text and leads nowhere (safety.md A41,
// A45–A47).
func TestMailIsProofAgainstItsMerchant(t *testing.T) {
	for _, evil := range []string{
		`<script>alert(1)</script>`, `"><img src=x onerror=alert(1)>`, `</title></style><a href="x">`, `{{.Link}} {{template "x"}} %s`,
		"Shop\r\nBcc: victim@example.com", "call +1 (800) 555-0199", "pay at evil.example/x", "http://evil.example", "support@evil.example",
		"javascript:alert(1)", "\u202eevil", strings.Repeat("A", 10000), strings.Repeat("e\u0301", 5000), "\x00\xff", "<!--[if mso]>", "🏴‍☠️",
	} {
		i := sample("en")
		i.Shop = evil
		i.Purchase.Lines = []hpp.Line{{Name: evil, Unit: evil, Quantity: 2, Total: 1}}
		m := compose(t, i)
		_, addresses, _ := elements(t, m.HTML)
		if !slices.Equal(addresses, []string{i.Link, i.Link, i.Stop}) {
			t.Errorf("%.40q: the page leads to %q", evil, addresses)
		}
		if strings.ContainsAny(m.Subject+m.Shop, "\r\n\x00@") || len([]rune(m.Subject)) > 120 || strings.ContainsRune(m.Text+m.HTML, '\u202e') {
			t.Errorf("%.40q: subject %.200q, sender %.200q", evil, m.Subject, m.Shop)
		}
		if strings.Count(m.HTML, "<a ") != 3 || strings.Count(m.HTML, "<!--") != 2 || len(m.HTML) > 12000 {
			t.Errorf("%.40q: the page has other links or comments, or %d bytes", evil, len(m.HTML))
		}
		for _, address := range []string{"evil.example", "555-0199", "victim@"} {
			if strings.Contains(m.Subject+m.Shop+m.Text+m.HTML, address) || strings.Contains(m.HTML, "<script") || strings.Contains(m.HTML, "<img") {
				t.Errorf("%.40q leaves %q", evil, address)
			}
		}
	}
}

func TestTemplateSyntaxIsText(t *testing.T) {
	i := sample("en")
	i.Shop = "{{.Amount}} <b>"
	m := compose(t, i)
	if !strings.Contains(m.Text, "Your payment to {{.Amount}} <b>\n") || !strings.Contains(m.HTML, "Your payment to {{.Amount}} &lt;b&gt;") {
		t.Error(m.Text)
	}
}

// A shop of whose name nothing is left is called by the page's host.
func TestShopWithoutAName(t *testing.T) {
	for _, name := range []string{"", " ", "+1 800 555 0199", "💡", "http://evil.example/x"} {
		i := sample("en")
		i.Shop = name
		if m := compose(t, i); m.Shop != "pay.example.com" || !strings.HasPrefix(m.Text, "Your payment to pay.example.com\n") {
			t.Errorf("%q is called %q", name, m.Shop)
		}
	}
}

func TestWordsOfTheOtherDirectionAreIsolated(t *testing.T) {
	i := sample("en")
	i.Shop = "متجر المصابيح"
	if m := compose(t, i); !strings.Contains(m.Text, "Your payment to \u2068متجر المصابيح\u2069\n") {
		t.Error(m.Text)
	}
	i = sample("ar")
	i.Shop = "The lamp shop"
	if m := compose(t, i); !strings.Contains(m.Text, "\u2068The lamp shop\u2069") || !strings.Contains(m.HTML, `dir="rtl"`) {
		t.Error(m.Text)
	}
}

func TestLanguageIsTheSessions(t *testing.T) {
	for sent, want := range map[string]string{"sv-SE": "sv-SE", "sv_FI": "sv-FI", "EN-gb": "en-GB", "": "en", "ja-JP": "en-JP", "../../etc": "en"} {
		i := sample("en")
		i.Purchase.Locale = sent
		if m := compose(t, i); m.Lang != want {
			t.Errorf("%q is written in %q, want %q", sent, m.Lang, want)
		}
	}
}

func TestMalformedInvitations(t *testing.T) {
	for name, test := range map[string]struct {
		change func(*Invitation)
		want   error
	}{
		"no ID":          {func(i *Invitation) { i.ID = "" }, errID},
		"ID with breaks": {func(i *Invitation) { i.ID = "a>\r\nBcc: x" }, errID},
		"no link":        {func(i *Invitation) { i.Link = "" }, errLink},
		"relative link":  {func(i *Invitation) { i.Link = "/eu/hpp" }, errLink},
		"script":         {func(i *Invitation) { i.Link = "javascript:alert(1)" }, errLink},
		"link in two":    {func(i *Invitation) { i.Link = "https://a.example/\r\nx" }, errLink},
		"no stop":        {func(i *Invitation) { i.Stop = "" }, errLink},
		"stop by mail":   {func(i *Invitation) { i.Stop = "mailto:x@example.com" }, errLink},
	} {
		i := sample("en")
		test.change(&i)
		if m, err := ComposeMail(i, "anna@example.com"); !errors.Is(err, test.want) || m != (Mail{}) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// Every mail stays small: below what makes Gmail fold it (102 KB) by far.
func TestMailSize(t *testing.T) {
	sizes := map[string]int{}
	for _, lang := range locale.Languages() {
		i := sample(lang)
		i.Shop = strings.Repeat("Ж", 200)
		i.Purchase.Lines = slices.Repeat([]hpp.Line{{Name: strings.Repeat("مصباح ", 100), Quantity: 99, Unit: "kg", Total: 1 << 50}}, 200)
		m := compose(t, i)
		sizes[lang] = len(m.HTML) + len(m.Text)
	}
	if largest := slices.Max(slices.Collect(maps.Values(sizes))); largest > 24<<10 {
		t.Errorf("%d bytes: %s", largest, fmt.Sprint(sizes))
	}
}
