package harness

import (
	"context"
	"fmt"
	"html"
	"io"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"time"
)

// Payer pays without a browser: it reads the page's forms and posts them, as
// a browser with scripts off does. For thousands of payments, not for looks.
type Payer struct {
	client *http.Client
	// Looks is how often Pay looks at a page that says "checking" before it
	// gives that as the outcome.
	Looks int
}

// NewPayer makes a payer that follows no redirects by itself.
func NewPayer() *Payer {
	return &Payer{Looks: 400, client: &http.Client{
		Timeout:       20 * time.Second,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}}
}

// By makes the payer's requests go by another way.
func (p *Payer) By(way http.RoundTripper) *Payer {
	p.client.Transport = way
	return p
}

// Page is what a payer sees.
type Page struct {
	Status  int
	Outcome string // data-outcome, empty while paying
	Asks    string // "pay", "challenge" or nothing
	// Leads is where the answer leads by itself, empty: nowhere.
	Leads string
	// ClientToken is what a provider's step hands to the provider's script.
	ClientToken string
	fields      url.Values
}

var (
	outcomeHook = regexp.MustCompile(`data-outcome="([a-z-]+)"`)
	tokenHook   = regexp.MustCompile(`data-token="([^"]*)"`)
	inputTag    = regexp.MustCompile(`<input\b[^>]*>`)
	attribute   = regexp.MustCompile(`([a-z_-]+)(?:="([^"]*)")?`)
)

// Open reads the page at a link.
func (p *Payer) Open(ctx context.Context, link string) (Page, error) {
	return p.do(ctx, http.MethodGet, link, nil)
}

func (p *Payer) do(ctx context.Context, method, address string, form url.Values) (Page, error) {
	var body io.Reader
	if form != nil {
		body = strings.NewReader(form.Encode())
	}
	request, err := http.NewRequestWithContext(ctx, method, address, body)
	if err != nil {
		return Page{}, err
	}
	if form != nil {
		request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	response, err := p.client.Do(request)
	if err != nil {
		return Page{}, err
	}
	defer func() { _ = response.Body.Close() }()
	text, err := io.ReadAll(response.Body)
	if err != nil {
		return Page{}, err
	}
	page := read(response.StatusCode, string(text))
	page.Leads = leadsTo(response)
	return page, nil
}

// leadsTo is where an answer sends a browser.
func leadsTo(response *http.Response) string {
	to := response.Header.Get("Location")
	if _, refresh, ok := strings.Cut(response.Header.Get("Refresh"), "url="); ok {
		to = refresh
	}
	next, err := response.Request.URL.Parse(to)
	if to == "" || err != nil {
		return ""
	}
	return next.String()
}

func read(status int, text string) Page {
	page := Page{Status: status, fields: url.Values{}}
	if hook := outcomeHook.FindStringSubmatch(text); hook != nil {
		page.Outcome = hook[1]
	}
	if hook := tokenHook.FindStringSubmatch(text); hook != nil {
		page.ClientToken = html.UnescapeString(hook[1])
	}
	for _, ask := range []string{"pay", "challenge-submit"} {
		if strings.Contains(text, `data-testid="`+ask+`"`) {
			page.Asks = strings.TrimSuffix(ask, "-submit")
		}
	}
	for _, tag := range inputTag.FindAllString(text, -1) {
		attributes := map[string]string{}
		for _, a := range attribute.FindAllStringSubmatch(strings.TrimPrefix(tag, "<input"), -1) {
			attributes[a[1]] = html.UnescapeString(a[2])
		}
		_, checked := attributes["checked"]
		if attributes["type"] == "radio" && !checked {
			continue
		}
		if name := attributes["name"]; name != "" {
			page.fields.Set(name, attributes["value"])
		}
	}
	return page
}

// Details are a Swedish test person's.
func Details(email string) map[string]string {
	return map[string]string{
		"email": email, "phone": "+46701740615", "given_name": "Alice", "family_name": "Test",
		"date_of_birth": "1941-03-21", "street_address": "Södra Blasieholmshamnen 2", "postal_code": "111 48", "city": "Stockholm", "country": "SE",
	}
}

// Pay goes on with whatever the page asks until it shows an outcome; how long
// "checking" is waited out is up to Looks.
func (p *Payer) Pay(ctx context.Context, link, email string) (Page, error) {
	for looks := 0; ; {
		page, err := p.Open(ctx, link)
		if err != nil || page.Status >= http.StatusInternalServerError {
			return page, unexpected("page", page, err)
		}
		switch {
		case page.Outcome == "checking" && looks < p.Looks:
			looks++
			select {
			case <-ctx.Done():
				return page, ctx.Err()
			case <-time.After(100 * time.Millisecond):
			}
		case page.Outcome != "":
			return page, nil
		case page.Asks == "pay":
			for name, value := range Details(email) {
				page.fields.Set(name, value)
			}
			if page, err = p.do(ctx, http.MethodPost, link+"/pay", page.fields); err != nil || page.Status >= http.StatusBadRequest {
				return page, unexpected("pay", page, err)
			}
		case page.Asks == "challenge":
			page.fields.Set("otp", "123456")
			if page, err = p.do(ctx, http.MethodPost, link+"/challenge", page.fields); err != nil || page.Status >= http.StatusBadRequest {
				return page, unexpected("challenge", page, err)
			}
		default:
			return page, unexpected("page without a question", page, nil)
		}
	}
}

// Cancel gives the purchase up.
func (p *Payer) Cancel(ctx context.Context, link string) (Page, error) {
	page, err := p.Open(ctx, link)
	if err != nil {
		return page, err
	}
	page, err = p.do(ctx, http.MethodPost, link+"/cancel", page.fields)
	if err != nil || page.Status >= http.StatusBadRequest {
		return page, unexpected("cancel", page, err)
	}
	return p.Open(ctx, link)
}

func unexpected(what string, page Page, err error) error {
	if err != nil {
		return err
	}
	return fmt.Errorf("%s: status %d, outcome %q", what, page.Status, page.Outcome)
}

// Press posts the pay form once, without looking at the answer's page.
func (p *Payer) Press(ctx context.Context, link string, page Page, email string) (int, error) {
	form := url.Values{}
	for name, values := range page.fields {
		form[name] = values
	}
	for name, value := range Details(email) {
		form.Set(name, value)
	}
	answer, err := p.do(ctx, http.MethodPost, link+"/pay", form)
	return answer.Status, err
}
