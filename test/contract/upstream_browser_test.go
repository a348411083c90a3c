package contract

import (
	"html"
	"io"
	"net/http"
	"net/http/cookiejar"
	neturl "net/url"
	"regexp"
	"strings"
	"testing"
	"time"
)

// browser follows links and forms as one with scripts off does.
type browser struct {
	t      *testing.T
	client *http.Client
	at     string
	text   string
}

func (e *upstreamWorld) newBrowser() *browser {
	jar, err := cookiejar.New(nil)
	if err != nil {
		e.t.Fatal(err)
	}
	return &browser{t: e.t, client: &http.Client{Jar: jar, Timeout: 20 * time.Second, Transport: proxied{e.server.Addr()}}}
}

// payersReach is where payers reach the server in production: behind a proxy that ends
// TLS.
const payersReach = "https://pay.example.com"

// proxied is such a proxy.
type proxied struct{ to string }

func (p proxied) RoundTrip(r *http.Request) (*http.Response, error) {
	if strings.HasPrefix(r.URL.String(), payersReach+"/") {
		to := r.Clone(r.Context())
		to.Host, to.URL.Scheme, to.URL.Host = r.URL.Host, "http", p.to
		return http.DefaultTransport.RoundTrip(to)
	}
	return http.DefaultTransport.RoundTrip(r)
}

func (b *browser) open(address string, form neturl.Values) {
	b.t.Helper()
	method, body := http.MethodGet, io.Reader(http.NoBody)
	if form != nil {
		method, body = http.MethodPost, strings.NewReader(form.Encode())
	}
	request, err := http.NewRequestWithContext(b.t.Context(), method, address, body)
	if err != nil {
		b.t.Fatal(err)
	}
	if form != nil {
		request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	response, err := b.client.Do(request)
	if err != nil {
		b.t.Fatal(err)
	}
	defer func() { _ = response.Body.Close() }()
	text, err := io.ReadAll(response.Body)
	if err != nil || response.StatusCode >= http.StatusBadRequest {
		b.t.Fatalf("%s %s: %d, %v", method, address, response.StatusCode, err)
	}
	b.at, b.text = response.Request.URL.String(), string(text)
}

var (
	formTag  = regexp.MustCompile(`(?s)<form\b[^>]*action="([^"]*)"[^>]*>(.*?)</form>`)
	inputTag = regexp.MustCompile(`<input\b[^>]*>`)
	nameOf   = regexp.MustCompile(`\bname="([^"]*)"`)
	valueOf  = regexp.MustCompile(`\bvalue="([^"]*)"`)
	linkTo   = regexp.MustCompile(`<a\b[^>]*data-testid="continue"[^>]*>`)
	hrefOf   = regexp.MustCompile(`\bhref="([^"]*)"`)
)

// press submits the form that has a control.
func (b *browser) press(testid string, typed map[string]string) {
	b.t.Helper()
	for _, form := range formTag.FindAllStringSubmatch(b.text, -1) {
		if !strings.Contains(form[2], `data-testid="`+testid+`"`) {
			continue
		}
		fields := neturl.Values{}
		for _, input := range inputTag.FindAllString(form[2], -1) {
			name, value := nameOf.FindStringSubmatch(input), valueOf.FindStringSubmatch(input)
			if radio := strings.Contains(input, `type="radio"`); name == nil || radio && !strings.Contains(input, "checked") {
				continue
			}
			fields.Set(name[1], "")
			if value != nil {
				fields.Set(name[1], html.UnescapeString(value[1]))
			}
		}
		for name, value := range typed {
			fields.Set(name, value)
		}
		at, err := neturl.Parse(b.at)
		if err != nil {
			b.t.Fatal(err)
		}
		to, err := at.Parse(html.UnescapeString(form[1]))
		if err != nil {
			b.t.Fatal(err)
		}
		b.open(to.String(), fields)
		return
	}
	b.t.Fatalf("%s has no %s:\n%.3000s", b.at, testid, b.text)
}

// goOn follows the page's link onwards, which must lead to a server.
func (b *browser) goOn(to string) {
	b.t.Helper()
	href := hrefOf.FindStringSubmatch(linkTo.FindString(b.text))
	if href == nil || !strings.HasPrefix(html.UnescapeString(href[1]), to) {
		b.t.Fatalf("%s leads to %v, want %s", b.at, href, to)
	}
	b.open(html.UnescapeString(href[1]), nil)
}
