package upstream

import (
	"net"
	"slices"
	"strings"
)

// Kind is whose API an upstream speaks.
type Kind string

// The kinds.
const (
	Klarna Kind = "klarna" // Payments, Order Management, Hosted Payment Page
	Kustom Kind = "kustom" // Checkout, Order Management, Hosted Payment Page
)

// Upstream is a company's API in one region and one environment
// (docs/spec/upstream.md U1.1).
type Upstream struct {
	// Name is what stored references and commands call it, such as klarna-eu-test.
	Name string
	Kind Kind
	// BaseURL is where the API is, without a trailing slash.
	BaseURL string
	// Hosts are those of payment_session_url that mean this upstream, with the port
	// where it is not the scheme's own.
	Hosts []string
	// SDKURL is the script with which payers authorize; only Klarna has one that
	// is always the same.
	SDKURL string
	// PageOrigins are those of the page step's Content-Security-Policy.
	PageOrigins []string
	// Test says that no real money moves there.
	Test bool
	// Given says that the operator described it (OPENHPP_UPSTREAM_…): its address
	// may be a private one.
	Given bool
}

// Host is the host by which people know the upstream.
func (u Upstream) Host() string { return u.Hosts[0] }

// sdkURL is the script of Klarna Payments, the same in all regions and
// environments.
const sdkURL = "https://x.klarnacdn.net/kp/lib/v1/api.js"

var (
	klarnaOrigins = []string{"https://x.klarnacdn.net", "https://js.klarna.com", "https://js.playground.klarna.com", "https://*.klarna.com", "https://*.klarnaevt.com"}
	kustomOrigins = []string{"https://*.kustom.co", "https://*.klarna.com", "https://*.klarnacdn.net", "https://*.klarnaevt.com"}
)

// BuiltIn are the APIs of Klarna's three regions and of Kustom, each live and for
// tests.
func BuiltIn() []Upstream {
	var all []Upstream
	add := func(name string, kind Kind, host string, test bool) {
		u := Upstream{Name: name, Kind: kind, BaseURL: "https://" + host, Hosts: []string{host}, Test: test, PageOrigins: kustomOrigins}
		if kind == Klarna {
			u.SDKURL, u.PageOrigins = sdkURL, klarnaOrigins
		}
		all = append(all, u)
	}
	for _, region := range []struct{ name, api string }{{"eu", "api"}, {"na", "api-na"}, {"oc", "api-oc"}} {
		add("klarna-"+region.name, Klarna, region.api+".klarna.com", false)
		add("klarna-"+region.name+"-test", Klarna, region.api+".playground.klarna.com", true)
	}
	add("kustom", Kustom, "api.kustom.co", false)
	add("kustom-test", Kustom, "api.playground.kustom.co", true)
	return all
}

// normalHost is a host as hosts are compared: small letters, without the port
// that https has anyway.
func normalHost(host string) string {
	host = strings.ToLower(host)
	if name, port, err := net.SplitHostPort(host); err == nil && port == "443" {
		return name
	}
	return host
}

// serves reports whether a host means this upstream.
func (u Upstream) serves(host string) bool { return slices.Contains(u.Hosts, normalHost(host)) }
