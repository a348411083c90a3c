package floor

import (
	"bufio"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/openhpp/openhpp/test/load/talk"
)

func TestHandler(t *testing.T) {
	hold, in := io.Pipe()
	out, said := io.Pipe()
	done := make(chan error, 1)
	go func() { done <- Serve(hold, said) }()
	address, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		t.Fatal(err)
	}
	address = strings.TrimSpace(address)
	conn, err := talk.Dial(t.Context(), address)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = conn.Close() }()
	for _, c := range []struct {
		method, path, body string
		status, size       int
	}{
		{http.MethodGet, "/0", "", 200, 0},
		{http.MethodGet, "/123", "", 200, 123},
		{http.MethodGet, "/70000", "", 200, 70000},
		{http.MethodPost, "/17", `{"payment_session_url":"x","merchant_urls":{"success":"y"}}`, 200, 17},
		{http.MethodPost, "/17", `{"payment_session_url":`, 400, 0},
		{http.MethodPost, "/17", `{"payment_session_url":1}`, 400, 0},
		{http.MethodGet, "/-1", "", 404, 0},
		{http.MethodGet, "/1048577", "", 404, 0},
		{http.MethodGet, "/x", "", 404, 0},
	} {
		a, err := conn.Do(talk.Request(c.method, address, c.path, c.body))
		if err != nil || a.Status != c.status || len(a.Body) != c.size {
			t.Errorf("%s %s: %d with %d bytes, %v", c.method, c.path, a.Status, len(a.Body), err)
		}
	}
	_ = in.Close() // whoever started it is gone
	if err := <-done; err != nil {
		t.Error(err)
	}
	if late, err := talk.Dial(t.Context(), address); err == nil {
		_ = late.Close()
		t.Error("it serves on")
	}
}
