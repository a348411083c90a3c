package egress

import (
	"net/netip"
	"net/url"
	"strconv"
	"strings"
	"testing"
)

var (
	production = Config{}
	playground = Config{AllowLoopback: true, AllowHTTP: true}
	anywhere   = Config{Anywhere: true}
)

// inward are ways to write an address that must never be called, as hosts of
// a URL (safety.md A51). Every one must be refused before it is stored.
var inward = []string{
	// loopback
	"127.0.0.1", "127.0.0.1.", "127.1", "127.0.1", "127.255.255.254", "2130706433", "017700000001", "0x7f000001", "0X7F000001",
	"0x7f.0.0.1", "0177.0.0.1", "0177.0.0.01", "00000177.1", "0x7f.1", "127.0x0.0.0x1", "[::1]", "[0:0:0:0:0:0:0:1]", "[0000::0001]",
	"[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "[::127.0.0.1]", "localhost", "LocalHost", "localhost.", "a.localhost",
	// this network, broadcast, multicast
	"0.0.0.0", "0", "0x0", "0x", "00", "0.0", "[::]", "255.255.255.255", "4294967295", "224.0.0.1", "[ff02::1]",
	// private
	"10.0.0.1", "10.1", "167772161", "172.16.0.1", "172.31.255.255", "192.168.0.1", "192.168.1", "0xc0a80001", "0300.0250.0.1",
	"100.64.0.1", "100.127.255.255", "100.100.100.200", "198.18.0.1", "[fc00::1]", "[fd00:ec2::254]", "[fec0::1]",
	// link-local and the clouds' metadata
	"169.254.0.1", "169.254.169.254", "2852039166", "0xa9fea9fe", "0251.0376.0251.0376", "[fe80::1]", "[fe80::1%25eth0]",
	"[::ffff:169.254.169.254]", "[::ffff:a9fe:a9fe]", "192.0.0.192", "168.63.129.16",
	// transition formats that carry one of the above
	"[64:ff9b::a9fe:a9fe]", "[64:ff9b::127.0.0.1]", "[64:ff9b:1::a00:1]", "[2002:7f00:1::]", "[2002:a9fe:a9fe::1]",
	"[2001:0:4136:e378:8000:63bf:3fff:fdd2]", "[2001::1]", "[::ffff:0:127.0.0.1]", "[100::1]",
	// documentation, benchmarking
	"192.0.2.1", "198.51.100.7", "203.0.113.9", "[2001:db8::1]", "[3fff::1]", "240.0.0.1", "192.88.99.1",
	// numbers that are no address, and names that are none
	"256.0.0.1", "1.2.3.4.5", "4294967296", "0x100000000", "08.1", "1.2.3.09", "a..b", "exa_mple..com", "①②⑦.⓪.⓪.①", "１２７.0.0.1", "127。0。0。1",
}

func TestInwardFormsAreRefused(t *testing.T) {
	refused := 0
	for _, host := range inward {
		u, err := url.Parse("https://" + host + "/callback")
		if err != nil {
			refused++
			continue // the core parses before it asks
		}
		if err := production.CheckURL(u); err == nil {
			t.Errorf("%s is allowed", host)
			continue
		}
		refused++
	}
	if refused < 60 {
		t.Fatalf("only %d forms were judged", refused)
	}
}

func TestCheckURL(t *testing.T) {
	extra := Config{ExtraPorts: []uint16{8443}, Deny: []netip.Prefix{netip.MustParsePrefix("8.8.8.0/24"), netip.MustParsePrefix("2a00:1450::/32")}}
	for _, test := range []struct {
		name   string
		config Config
		url    string
		want   string // part of the error; empty: allowed
	}{
		{"https", production, "https://shop.example/cb?a=b", ""},
		{"default port written out", production, "https://shop.example:443/", ""},
		{"upper case host", production, "https://SHOP.Example/", ""},
		{"trailing dot", production, "https://shop.example./", ""},
		{"punycode", production, "https://xn--mller-kva.example/", ""},
		{"underscore", production, "https://my_shop.example/", ""},
		{"public IPv4", production, "https://8.8.8.8/", ""},
		{"public IPv6", production, "https://[2a00:1450:4001::1]/", ""},
		{"digits in a name", production, "https://0x7f.example/", ""},
		{"hexadecimal words", production, "https://1.face/", ""},
		{"http", production, "http://shop.example/", "must be an https address"},
		{"no scheme", production, "//shop.example/", "must be an https address"},
		{"other scheme", playground, "ftp://shop.example/", "must be an http or https address"},
		{"user name", production, "https://good@evil.example/", "user name"},
		{"opaque", production, "https:shop.example", "must name a public host"},
		{"no host", production, "https:///x", "must name a public host"},
		{"label too long", production, "https://" + strings.Repeat("a", 64) + ".example/", "must name a public host"},
		{"name too long", production, "https://" + strings.Repeat("a.", 127) + "example/", "must name a public host"},
		{"mail port", production, "https://shop.example:25/", "one of the ports 443"},
		{"port 80 over https", production, "https://shop.example:80/", "one of the ports 443"},
		{"port too large", production, "https://shop.example:65536/", "between 1 and 65535"},
		{"port zero", production, "https://shop.example:0/", "between 1 and 65535"},
		{"empty port", production, "https://shop.example:/", "one of the ports 443"},
		{"extra port", extra, "https://shop.example:8443/", ""},
		{"extra port and others", extra, "https://shop.example:8444/", "one of the ports 443, 8443"},
		{"closed IPv4 network", extra, "https://8.8.8.8/", "public address"},
		{"closed IPv6 network", extra, "https://[2a00:1450:4001::1]/", "public address"},
		{"playground http", playground, "http://shop.example/", ""},
		{"playground port 80", playground, "http://shop.example:80/", ""},
		{"playground other port", playground, "http://shop.example:8080/", "one of the ports 80, 443"},
		{"playground loopback on any port", playground, "http://127.0.0.1:39187/cb", ""},
		{"playground loopback, another spelling", playground, "http://2130706433:39187/cb", ""},
		{"playground loopback IPv6", playground, "http://[::1]:39187/cb", ""},
		{"playground localhost", playground, "http://localhost:39187/cb", ""},
		{"playground private", playground, "http://10.0.0.1/cb", "public address"},
		{"playground metadata", playground, "http://169.254.169.254/latest", "public address"},
		{"operator's private network", anywhere, "http://10.0.0.7:13013/sendsms", ""},
		{"operator's loopback", anywhere, "http://localhost:13013/", ""},
		{"operator's IPv6", anywhere, "https://[fd00::7]:8443/", ""},
		{"operator's name without a dot", anywhere, "http://kannel:13013/", ""},
		{"operator's public host, another port", anywhere, "https://sms.example:8443/", ""},
		{"operator's other scheme", anywhere, "ftp://sms.example/", "must be an http or https address"},
		{"operator's user name", anywhere, "https://a:b@sms.example/", "user name"},
		{"operator's port zero", anywhere, "https://sms.example:0/", "between 1 and 65535"},
		{"operator's closed network", Config{Anywhere: true, Deny: []netip.Prefix{netip.MustParsePrefix("10.9.0.0/16")}}, "http://10.9.1.1/", "public address"},
		{"playground unspecified", playground, "http://0.0.0.0:80/", "public address"},
	} {
		t.Run(test.name, func(t *testing.T) {
			u, err := url.Parse(test.url)
			if err != nil {
				t.Fatal(err)
			}
			err = test.config.CheckURL(u)
			if (err == nil) != (test.want == "") || (err != nil && !strings.Contains(err.Error(), test.want)) {
				t.Errorf("CheckURL(%s) = %v, want %q", test.url, err, test.want)
			}
		})
	}
}

// Whatever spelling of an IPv4 address is thrown at it, the parser reads what
// a C library would.
func TestParseV4Spellings(t *testing.T) {
	for _, want := range []string{"0.0.0.0", "127.0.0.1", "8.8.8.8", "169.254.169.254", "255.255.255.255"} {
		ip := netip.MustParseAddr(want)
		b := ip.As4()
		whole := uint64(b[0])<<24 | uint64(b[1])<<16 | uint64(b[2])<<8 | uint64(b[3])
		for _, spelling := range []string{
			want, strconv.FormatUint(whole, 10), "0x" + strconv.FormatUint(whole, 16), "0" + strconv.FormatUint(whole, 8),
			"0x" + strconv.FormatUint(uint64(b[0]), 16) + "." + strconv.FormatUint(whole&0xffffff, 10),
			"0" + strconv.FormatUint(uint64(b[0]), 8) + "." + strconv.Itoa(int(b[1])) + "." + strconv.FormatUint(whole&0xffff, 10),
		} {
			if got, literal, err := parseIP(spelling); err != nil || !literal || got != ip {
				t.Errorf("parseIP(%q) = %v, %v, %v, want %v", spelling, got, literal, err, ip)
			}
		}
	}
}

func FuzzCheckURL(f *testing.F) {
	for _, host := range inward {
		f.Add("https://" + host + "/")
	}
	f.Add("https://shop.example:443/cb?x={{session_id}}")
	f.Fuzz(func(t *testing.T, raw string) {
		u, err := url.Parse(raw)
		if err != nil || production.CheckURL(u) != nil {
			return
		}
		if u.Scheme != "https" || u.User != nil || (u.Port() != "" && u.Port() != "443") {
			t.Errorf("%q is allowed", raw)
		}
		if ip, err := netip.ParseAddr(u.Hostname()); err == nil && (!ip.IsGlobalUnicast() || ip.IsPrivate()) {
			t.Errorf("%q is allowed and is not public", raw)
		}
	})
}
