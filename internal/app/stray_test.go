package app

import (
	"bufio"
	"io"
	"net"
	"net/http"
	"testing"
	"time"
)

// A body that a client sends with GET must not become the beginning of its next
// request; requests one after the other keep their connection.
func TestStrayBytesEndTheConnection(t *testing.T) {
	server, _ := running(t, local(t))
	host := server.listener.Addr().String()
	get := "GET /hpp/v1/sessions/a HTTP/1.1\r\nHost: " + host + "\r\n"
	for name, c := range map[string]struct {
		text   string
		closes bool
	}{
		"nothing behind":         {get + "\r\n", false},
		"a body, unannounced":    {get + "Content-Type: application/json\r\n\r\n{}", true},
		"one byte":               {get + "\r\n ", true},
		"a body, announced":      {get + "Content-Length: 2\r\n\r\n{}", true},
		"in chunks":              {get + "Transfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n", true},
		"a length of nothing":    {get + "Content-Length: 0\r\n\r\n", false},
		"HEAD":                   {"HEAD /livez HTTP/1.1\r\nHost: " + host + "\r\n\r\n{}", true},
		"a POST and its body":    {"POST /hpp/v1/sessions HTTP/1.1\r\nHost: " + host + "\r\nContent-Length: 2\r\n\r\n{}", false},
		"a DELETE with no body":  {"DELETE /hpp/v1/sessions/a HTTP/1.1\r\nHost: " + host + "\r\n\r\n", false},
		"lines ended by LF only": {"GET /livez HTTP/1.1\nHost: " + host + "\n\n", false},
	} {
		conn, err := new(net.Dialer).DialContext(t.Context(), "tcp", host)
		if err != nil {
			t.Fatal(err)
		}
		_ = conn.SetDeadline(time.Now().Add(10 * time.Second))
		answers := bufio.NewReader(conn)
		for i := range 2 {
			if _, err := io.WriteString(conn, c.text); err != nil {
				t.Fatal(err)
			}
			request := &http.Request{Method: http.MethodGet}
			if name == "HEAD" {
				request.Method = http.MethodHead
			}
			response, err := http.ReadResponse(answers, request)
			if err != nil {
				t.Fatalf("%s, %d: %v", name, i, err)
			}
			_, _ = io.Copy(io.Discard, response.Body)
			_ = response.Body.Close()
			if response.StatusCode == http.StatusBadRequest && name != "a POST and its body" || response.Close != c.closes {
				t.Errorf("%s, request %d: %d, closes %t, want %t", name, i+1, response.StatusCode, response.Close, c.closes)
			}
			if response.Close {
				break
			}
		}
		_ = conn.Close()
	}
}
