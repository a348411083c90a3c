package doctor

import (
	"bufio"
	"context"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"
)

// Pause is how long a server waits between the two halves of its answer to a nonce: whoever gets
// both at once has something between that buffers.
const Pause = 300 * time.Millisecond

// Prove is what a server answers to a nonce: only who has the key can, and host is the one that the
// request came for.
func Prove(key []byte, nonce, host string) (server, atHost string) {
	return prove(key, nonce), prove(key, nonce+"\n"+strings.ToLower(host))
}

func prove(key []byte, text string) string {
	mac := hmac.New(sha256.New, key)
	mac.Write([]byte(text))
	return hex.EncodeToString(mac.Sum(nil))
}

// Public is the address that payers reach, looked at from here.
type Public struct {
	URL        string
	Key        []byte // of Prove
	Production bool
	Client     *http.Client
	Now        func() time.Time
}

// leastCertificate is how long a certificate should hold on.
const leastCertificate = 14 * 24 * time.Hour

// Examine judges the address.
func (p Public) Examine(ctx context.Context) []Finding {
	const check = "public address"
	found := p.transport()
	answer, err := p.ask(ctx)
	if err != nil {
		return append(found, fail(check, p.URL+" does not answer: "+withoutAddress(err), "OPENHPP_PUBLIC_URL (--public-url) must lead to this server: see the proxy's settings, DNS and the certificate (docs/operations/proxies.md)"))
	}
	found = append(found, p.identity(answer)...)
	if !answer.at.IsZero() {
		found = append(found, clock("public address", answer.at, p.Now()))
	}
	if answer.expires != nil && answer.expires.Sub(p.Now()) < leastCertificate {
		found = append(found, warn("certificate", "the certificate of "+p.URL+" ends on "+answer.expires.Format(time.DateOnly), "renew it"))
	}
	return append(found, p.closed(ctx)...)
}

func (p Public) transport() []Finding {
	if p.Production && !strings.HasPrefix(p.URL, "https://") {
		return []Finding{fail("tls", p.URL+" is reached without TLS", "end TLS in a proxy before this server, and name the https address in OPENHPP_PUBLIC_URL")}
	}
	return nil
}

// identity judges who answered, and what happened on the way.
func (p Public) identity(a answered) []Finding {
	const check = "public address"
	server, atHost := Prove(p.Key, a.nonce, hostOf(p.URL))
	switch {
	case a.status == http.StatusMisdirectedRequest:
		return []Finding{fail("host", p.URL+" answers 421: the proxy sends another name as Host", "let the proxy keep Host (nginx: proxy_set_header Host $http_host), or name it in OPENHPP_API_ALIASES")}
	case a.server != server:
		return []Finding{fail(check, p.URL+" is answered by another server", "OPENHPP_PUBLIC_URL (--public-url) must lead to a server with this secret: see DNS and the proxy")}
	case a.host != atHost:
		return []Finding{fail("host", "the proxy of "+p.URL+" sends another name as Host", "let the proxy keep Host (nginx: proxy_set_header Host $http_host): forms of browsers are refused otherwise")}
	}
	found := []Finding{fine(check, "%s is answered by this server, with its own name", p.URL)}
	if a.pause < Pause/2 {
		return append(found, warn("buffering", "something before this server buffers answers", "open pages learn late: turn it off (nginx: proxy_buffering off)"))
	}
	return append(found, fine("buffering", "answers come as they are sent"))
}

// closed judges what strangers must not see at the address.
func (p Public) closed(ctx context.Context) []Finding {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, p.URL+"/metrics", nil)
	if err != nil {
		return nil
	}
	response, err := p.Client.Do(request)
	if err != nil {
		return nil // said already
	}
	_ = response.Body.Close()
	if response.StatusCode == http.StatusOK {
		return []Finding{fail("metrics", p.URL+"/metrics is open to everybody", "the proxy must lead to OPENHPP_LISTEN alone, not to OPENHPP_OPS_LISTEN")}
	}
	return []Finding{fine("metrics", "they are not served to strangers")}
}

// answered is what came back for a nonce.
type answered struct {
	nonce, server, host string
	status              int
	pause               time.Duration // between its two halves
	at                  time.Time     // by its clock
	expires             *time.Time    // its certificate
}

func (p Public) ask(ctx context.Context) (answered, error) {
	a := answered{nonce: rand.Text()}
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, p.URL+"/livez?nonce="+a.nonce, nil)
	if err != nil {
		return a, err
	}
	response, err := p.Client.Do(request)
	if err != nil {
		return a, err
	}
	defer func() { _ = response.Body.Close() }()
	a.status = response.StatusCode
	if at, err := http.ParseTime(response.Header.Get("Date")); err == nil {
		a.at = at
	}
	if response.TLS != nil && len(response.TLS.PeerCertificates) > 0 {
		a.expires = &response.TLS.PeerCertificates[0].NotAfter
	}
	lines := bufio.NewScanner(response.Body)
	var first time.Time
	for n := 0; n < 4 && lines.Scan(); n++ {
		name, value, _ := strings.Cut(lines.Text(), " ")
		switch name {
		case "server":
			a.server, first = value, time.Now()
		case "host":
			a.host = value
		case "end":
			a.pause = time.Since(first)
		}
	}
	return a, lines.Err()
}

func hostOf(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	return u.Host
}

// withoutAddress is an error of a call without the call's address, which has the nonce.
func withoutAddress(err error) string {
	if inner, ok := err.(*url.Error); ok { //nolint:errorlint // the outermost one alone has the address
		return inner.Err.Error()
	}
	return err.Error()
}

// Clock judges another server's clock by its answers.
func Clock(ctx context.Context, client *http.Client, address string, now time.Time) Finding {
	request, err := http.NewRequestWithContext(ctx, http.MethodHead, address, nil)
	if err != nil {
		return fail("clock", "--url is no address: "+address, "give one such as https://pay.example.com")
	}
	response, err := client.Do(request)
	if err != nil {
		return fail("clock", fmt.Sprintf("%s does not answer: %s", address, withoutAddress(err)), "--url must lead to a server")
	}
	_ = response.Body.Close()
	at, err := http.ParseTime(response.Header.Get("Date"))
	if err != nil {
		return warn("clock", address+" tells no time", "ask another server with --url")
	}
	return clock(address, at, now)
}
