package inbox

import (
	"net/http"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/openhpp/openhpp/internal/hpp"
)

// expect looks for parts of a page, and for parts that must not be there.
func expect(t *testing.T, page string, there []string, absent ...string) {
	t.Helper()
	for _, part := range there {
		if !strings.Contains(page, part) {
			t.Errorf("the page lacks %q:\n%s", part, page)
		}
	}
	for _, part := range absent {
		if strings.Contains(page, part) {
			t.Errorf("the page has %q:\n%s", part, page)
		}
	}
}

func TestListPage(t *testing.T) {
	page := expectPage(t, newShelf(mail(), text()), Path)
	expect(t, page, []string{
		"of <bdi>Lamps &amp; Co</bdi>", "2 messages", `href="/playground/inbox/mail-1"`, `href="/playground/inbox/text-1"`,
		"kim@shop.example", "Your payment to Lamps &amp; Co", "&#43;46701740605", "13 May, 14:51", `datetime="2019-05-13T14:52:46.288Z"`,
		"https://api.example/playground/inbox?session_id=",
	}, "<script", "Show all", "Nothing", "https://api.example//")
	if strings.Index(page, "text-1") > strings.Index(page, "mail-1") {
		t.Error("the older message comes first")
	}
	expect(t, expectPage(t, newShelf(mail()), Path), []string{"1 message</p>"})
}

// An empty inbox says how messages get there; one that is filtered, how to see
// what there is.
func TestEmptyPages(t *testing.T) {
	expect(t, expectPage(t, newShelf(), Path), []string{"Nothing here yet", "https://api.example/hpp/v1/sessions/<var>session_id</var>/distribution"}, "<form", "<ol")
	expect(t, expectPage(t, newShelf(text()), Path+"?to=nobody"), []string{"Nothing matches", "Show all", `value="nobody"`, "<form"}, "<ol")
	page := expectPage(t, newShelf(mail(), text()), Path+"?method=SMS&session_id=s2&to=%2B46701740605")
	expect(t, page, []string{"1 message found", "Show all", `<option value="sms" selected>`, `value="s2"`, `value="&#43;46701740605"`}, "mail-1")
}

func TestMailPage(t *testing.T) {
	expect(t, expectPage(t, newShelf(mail()), Path+"/mail-1"), []string{
		"<h1><bdi>Your payment to Lamps &amp; Co</bdi></h1>", `<iframe sandbox src="/playground/inbox/mail-1/html" title="The e-mail"></iframe>`,
		`<a class="button" href="` + payLink + `" data-testid="open">Open the payment page</a>`, "Pay here:\n" + payLink,
		"13 May 2019, 14:51:46 UTC", `<a href="/playground/inbox">← All messages</a>`,
	}, "<script", "bubble", "character")
	bare := mail()
	bare.HTML, bare.Subject = "", ""
	expect(t, expectPage(t, newShelf(bare), Path+"/mail-1"), []string{"<bdi>No subject</bdi>"}, "<iframe")
}

func TestTextPage(t *testing.T) {
	short := text()
	short.ID, short.Text = "short", "å"
	store := newShelf(text(), short)
	expect(t, expectPage(t, store, Path+"/text-1"), []string{
		"<h1>SMS to <bdi>&#43;46701740605</bdi></h1>", `<p class="bubble" dir="auto">Lamps &amp; Co: ` + payLink + `</p>`, "70 characters",
		`href="` + payLink + `"`,
	}, "<iframe", "<script")
	expect(t, expectPage(t, store, Path+"/short"), []string{"1 character<"})
}

// A proxy may serve everything below a path of its own.
func TestPagesBelowAPath(t *testing.T) {
	s := Server{APIURL: "https://shop.example/pay/"}
	if home := s.base().Home; home != "/pay/playground/inbox" {
		t.Errorf("the list is at %s", home)
	}
	if home := (Server{}).base().Home; home != Path {
		t.Errorf("the list is at %s", home)
	}
}

// What others wrote is text wherever it stands.
func TestHostileTexts(t *testing.T) {
	evil := "\u202eevil\u2066</title></bdi></p><script>alert(1)</script><img src=x onerror=alert(1)>{{.}}${x}\"' onclick=\"alert(1)\r\n\x00\xff" +
		strings.Repeat("\u0301", 2000)
	m, sms := mail(), text()
	m.ID, m.To, m.Subject, m.Text, m.SessionID = `"><script>alert(1)</script>`, evil, evil, evil, evil
	sms.To, sms.Text = evil, evil
	store := newShelf(m, sms)
	for _, target := range []string{Path, Path + "/" + "%22%3E%3Cscript%3Ealert(1)%3C%2Fscript%3E", Path + "/text-1", Path + "?to=%3Cscript%3Ealert(1)%3C/script%3E&session_id=%22onfocus=alert(1)"} {
		w := exchangeHostile(t, store, target)
		expect(t, w, nil, "<script", "<img", ` onclick="`, `"onfocus`, "</title></bdi>")
		if !utf8.ValidString(w) {
			t.Errorf("%s is not UTF-8", target)
		}
	}
	list := expectPage(t, newShelf(m), Path)
	expect(t, list, []string{"evil&lt;/title&gt;"}, "\u202e", "\u2066", strings.Repeat("\u0301", maxMarks+1))
}

// exchangeHostile is shown without the contract, whose router takes no slash
// in an id.
func exchangeHostile(t *testing.T, store Store, target string) string {
	t.Helper()
	w := record(handler(store, nil), request(http.MethodGet, target, true))
	if w.Code != http.StatusOK {
		t.Fatalf("%s: %d %s", target, w.Code, w.Body)
	}
	return w.Body.String()
}

// Only web addresses can be followed.
func TestLinks(t *testing.T) {
	for link, opens := range map[string]bool{
		payLink: true, "http://127.0.0.1:8080/eu/hpp/payments/x": true,
		"javascript:alert(1)": false, "JaVaScRiPt:alert(1)": false, " javascript:alert(1)": false, "java\nscript:alert(1)": false,
		"data:text/html,<script>alert(1)</script>": false, "vbscript:x": false, "file:///etc/passwd": false, "mailto:kim@shop.example": false,
		"//evil.example/": false, "/playground/inbox": false, "https:evil": false, "https://": false, "": false, "shop-app://pay": false,
	} {
		for _, m := range []Message{mail(), text()} {
			m.Link = link
			page := expectPage(t, newShelf(m), Path+"/"+m.ID)
			if got := strings.Contains(page, "Open the payment page"); got != opens {
				t.Errorf("%q can be followed: %t", link, got)
			}
			if !opens {
				expect(t, page, []string{"cannot be opened"}, `class="button"`, `data-testid="open"`, `href="java`, "ZgotmplZ")
			}
		}
	}
}

// The template alone would not follow a script either.
func TestTemplateRefusesScripts(t *testing.T) {
	p := (Server{}).messagePage(mail())
	p.Link = "javascript:alert(1)"
	var page strings.Builder
	if err := pages.ExecuteTemplate(&page, "message.html", p); err != nil {
		t.Fatal(err)
	}
	expect(t, page.String(), []string{`href="#ZgotmplZ"`}, `href="javascript`)
}

func TestLongTextsAreCut(t *testing.T) {
	m := mail()
	m.Subject, m.To = strings.Repeat("subject ", 1280), strings.Repeat("k", 10<<10)
	for _, target := range []string{Path, Path + "/mail-1"} {
		if page := expectPage(t, newShelf(m), target); len(page) > 4<<10 || !strings.Contains(page, "…") {
			t.Errorf("%s takes %d bytes", target, len(page))
		}
	}
	w := exchange(t, handler(newShelf(m), nil), request(http.MethodGet, Path+"/mail-1", false))
	if !strings.Contains(w.Body.String(), m.Subject) {
		t.Error("JSON cuts the subject too")
	}
}

func TestHTMLAsItWasMade(t *testing.T) {
	w := exchange(t, handler(newShelf(mail()), nil), request(http.MethodGet, Path+"/mail-1/html", true))
	if w.Body.String() != mail().HTML {
		t.Error(w.Body)
	}
}

// The shop's name is a text of others too.
func TestShopName(t *testing.T) {
	p := (Server{}).listPage(hpp.Authenticated("m1", "\u202e<b>"+strings.Repeat("x", 500)), Filter{}, nil)
	if p.Shop != "<b>"+strings.Repeat("x", maxName-3)+"…" {
		t.Error(p.Shop)
	}
}
