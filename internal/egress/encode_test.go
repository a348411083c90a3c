package egress

import (
	"bufio"
	"net"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"
)

// requestLine is what RFC 3986 lets a path and a query hold.
var requestLine = regexp.MustCompile(`^POST /(?:[A-Za-z0-9._~!$&'()*+,;=:@/-]|%[0-9A-Fa-f]{2})*(?:\?(?:[A-Za-z0-9._~!$&'()*+,;=:@/?-]|%[0-9A-Fa-f]{2})*)? HTTP/1\.1$`)

// Whatever a merchant's address holds, what is sent is a request line that
// every server takes, and what was escaped stays as it was written.
func TestRequestLinesAreStrict(t *testing.T) {
	for raw, want := range map[string]string{
		"/cb?name=Søren":                "/cb?name=S%C3%B8ren",
		"/cb/Søren":                     "/cb/S%C3%B8ren",
		"/cb?a=[1]&b={x}|^`\"<>\\":      "/cb?a=%5B1%5D&b=%7Bx%7D%7C%5E%60%22%3C%3E%5C",
		"/a[1]{b}|^`\"<>\\":             "/a%5B1%5D%7Bb%7D%7C%5E%60%22%3C%3E%5C",
		"/cb?a=%C3%b8&b=%2F%2f":         "/cb?a=%C3%b8&b=%2F%2f",
		"/a%2Fb/%7b%7D?x":               "/a%2Fb/%7b%7D?x",
		"/cb?100%&x=%4&y=%zz&z=%":       "/cb?100%25&x=%254&y=%25zz&z=%25",
		"/cb?a=b c+d":                   "/cb?a=b%20c+d",
		"/cb?q=ö#Søren":                 "/cb?q=%C3%B6",
		"/cb?q=\u2028\u202e\U0001F600":  "/cb?q=%E2%80%A8%E2%80%AE%F0%9F%98%80",
		"/cb?a=!$&'()*+,;=:@/?-._~":     "/cb?a=!$&'()*+,;=:@/?-._~",
		"/a!$&'()*+,;=:@-._~":           "/a!$&'()*+,;=:@-._~",
		"/cb??a=b":                      "/cb??a=b",
		"?a=b":                          "/?a=b",
		"":                              "/",
		"/cb?x=" + "\u00e5\u0065\u0301": "/cb?x=%C3%A5e%CC%81",
	} {
		lines := make(chan string, 1)
		listener, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		go func() {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			defer func() { _ = conn.Close() }()
			line, _ := bufio.NewReader(conn).ReadString('\n')
			lines <- strings.TrimRight(line, "\r\n")
			_, _ = conn.Write([]byte("HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n"))
		}()
		client := New(playground)
		request, err := http.NewRequestWithContext(t.Context(), http.MethodPost, "http://"+listener.Addr().String()+raw, http.NoBody)
		if err != nil {
			t.Fatal(err)
		}
		response, err := client.Do(request, time.Second)
		if err != nil {
			t.Fatalf("%q: %v", raw, err)
		}
		_ = response.Body.Close()
		if line := <-lines; line != "POST "+want+" HTTP/1.1" || !requestLine.MatchString(line) {
			t.Errorf("%q was asked for by %q, want %q", raw, line, want)
		}
		client.CloseIdleConnections()
		_ = listener.Close()
	}
}

func FuzzEncoded(f *testing.F) {
	f.Add("/cb?name=Søren&x=%zz[", "/")
	f.Fuzz(func(t *testing.T, raw, _ string) {
		u, err := url.Parse("http://shop.example/" + raw)
		if err != nil || u.Host != "shop.example" {
			return
		}
		to := encoded(u)
		if line := "POST " + to.RequestURI() + " HTTP/1.1"; !requestLine.MatchString(line) {
			t.Fatalf("%q is asked for by %q", raw, line)
		}
		if to.Path != u.Path || to.Host != u.Host {
			t.Fatalf("%q became %s", raw, to)
		}
	})
}
