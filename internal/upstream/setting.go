package upstream

import (
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/netip"
	"net/url"
	"regexp"
	"strings"
)

// SettingPrefix begins the variables that describe upstreams.
const SettingPrefix = "OPENHPP_UPSTREAM_"

// SettingOf is the variable that describes an upstream.
func SettingOf(name string) string {
	return SettingPrefix + strings.ToUpper(strings.ReplaceAll(name, "-", "_"))
}

var settingForm = regexp.MustCompile(`^` + SettingPrefix + `[A-Z0-9]+(_[A-Z0-9]+)*$`)

// Parse reads an upstream from the variable that describes it; live says that the
// server takes real money. What an operator describes is for tests: no real money
// moves there. The error names everything that is wrong, and what would be right.
func Parse(variable, value string, live bool) (Upstream, error) {
	var given struct {
		Kind        Kind     `json:"kind"`
		BaseURL     string   `json:"base_url"`
		Hosts       []string `json:"hosts"`
		SDKURL      string   `json:"sdk_url"`
		PageOrigins []string `json:"page_origins"`
	}
	decoder := json.NewDecoder(strings.NewReader(value))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&given); err != nil || decoder.More() {
		return Upstream{}, fmt.Errorf(`%s: must be one JSON object with kind, base_url, hosts, sdk_url and page_origins, such as {"kind":"klarna","base_url":"http://127.0.0.1:8090","hosts":["127.0.0.1:8090"],"sdk_url":"http://127.0.0.1:8090/kp/lib/v1/api.js","page_origins":["http://127.0.0.1:8090"]}`, variable)
	}
	u := Upstream{
		Name: strings.ReplaceAll(strings.ToLower(strings.TrimPrefix(variable, SettingPrefix)), "_", "-"),
		Kind: given.Kind, BaseURL: strings.TrimRight(given.BaseURL, "/"), SDKURL: given.SDKURL, PageOrigins: given.PageOrigins, Test: true, Given: true,
	}
	var wrong []string
	add := func(is bool, text string) {
		if is {
			wrong = append(wrong, text)
		}
	}
	add(!settingForm.MatchString(variable), "its name must be "+SettingPrefix+" and words of capital letters and digits")
	add(u.Kind != Klarna && u.Kind != Kustom, "kind must be klarna or kustom")
	add(!address(u.BaseURL, live), "base_url must be "+wantAddress(live))
	add(len(given.Hosts) == 0, "hosts must name at least one host, as it stands in payment_session_url")
	for _, host := range given.Hosts {
		add(!isHost(host), fmt.Sprintf("hosts: %q must be a host, with its port where it is not 443", host))
		u.Hosts = append(u.Hosts, normalHost(host))
	}
	add(u.Kind == Klarna && !address(u.SDKURL, live), "sdk_url must be "+wantAddress(live))
	add(u.Kind == Kustom && u.SDKURL != "", "sdk_url must be left out: a Checkout order brings its script")
	add(len(u.PageOrigins) == 0, "page_origins must name at least one origin")
	for _, origin := range u.PageOrigins {
		add(!isOrigin(origin, live), fmt.Sprintf("page_origins: %q must be an origin, such as https://js.example.com or https://*.example.com", origin))
	}
	if len(wrong) > 0 {
		return Upstream{}, errors.New(variable + ": " + strings.Join(wrong, "; "))
	}
	return u, nil
}

func wantAddress(live bool) string {
	if live {
		return "an https address, or an http address of this machine"
	}
	return "an http or https address"
}

// address reports whether raw can be called: by https, and by http from a
// playground or on this machine.
func address(raw string, live bool) bool {
	u, err := url.Parse(raw)
	if err != nil || u.Host == "" || u.Hostname() == "" || u.User != nil || u.RawQuery != "" || u.Fragment != "" {
		return false
	}
	return u.Scheme == "https" || u.Scheme == "http" && (!live || onLoopback(u.Hostname()))
}

func onLoopback(host string) bool {
	ip, err := netip.ParseAddr(host)
	return host == "localhost" || err == nil && ip.IsLoopback()
}

// isOrigin reports whether raw can stand in a Content-Security-Policy.
func isOrigin(raw string, live bool) bool {
	u, err := url.Parse(strings.Replace(raw, "://*.", "://", 1))
	return err == nil && u.Path == "" && address(raw, live) && isHost(u.Host)
}

var hostForm = regexp.MustCompile(`^(?:[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?|\[[0-9A-Fa-f:.]+\])$`)

// isHost reports whether text is a host, perhaps with a port.
func isHost(text string) bool {
	host, port, err := net.SplitHostPort(text)
	if err != nil {
		return hostForm.MatchString(text)
	}
	if strings.Contains(host, ":") {
		host = "[" + host + "]"
	}
	_, err = netip.ParseAddrPort("1.1.1.1:" + port)
	return hostForm.MatchString(host) && err == nil && port != "0"
}
