package cli

import (
	"bytes"
	"context"
	"log/slog"
	"net/http"
	"os"
	"regexp"
	"strings"
	"sync"
	"testing"

	"github.com/openhpp/openhpp/internal/app"
	"github.com/openhpp/openhpp/internal/merchant"
)

// terminal is where a demo greets; lines may be waited for.
type terminal struct {
	mu   sync.Mutex
	text bytes.Buffer
	said chan struct{}
}

func (o *terminal) Write(p []byte) (int, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	n, err := o.text.Write(p)
	close(o.said)
	return n, err
}

// The demo prints a shop and a link that both work, and leaves nothing behind.
func TestDemo(t *testing.T) {
	t.Setenv("TMPDIR", t.TempDir())
	ctx, stop := context.WithCancel(t.Context())
	out := &terminal{said: make(chan struct{})}
	done := make(chan error, 1)
	go func() {
		done <- Demo(ctx, app.DemoConfig{Listen: "127.0.0.1:0", ShopListen: "127.0.0.1:0", Log: slog.New(slog.DiscardHandler)}, out)
	}()
	select {
	case <-out.said:
	case err := <-done:
		t.Fatal(err)
	}
	addresses := regexp.MustCompile(`http://\S+`).FindAllString(out.text.String(), -1)
	parts := []string{"lamp", `data-testid="pay"`, `"messages":[]`, "<form", "", "denied"} // the fifth is the API's
	exports := regexp.MustCompile(`export OPENHPP_URL=(\S+)\n.*OPENHPP_USERNAME=(\S+) OPENHPP_PASSWORD=(\S+)\n.*OPENHPP_SIGNING_SECRET=whsec_\S+\n`).FindStringSubmatch(out.text.String())
	if len(addresses) != len(parts) || exports == nil {
		t.Fatalf("the demo printed %q", out.text.String())
	}
	w := world{t: t, url: exports[1]}
	if status, body := w.call(merchant.Credentials{Username: exports[2], Password: exports[3]}, "POST", paymentSessions, lamp); status != http.StatusOK {
		t.Errorf("what is to be exported does not work: %d %s", status, body)
	}
	for i, part := range parts {
		if part == "" {
			continue
		}
		if status, body := w.open(addresses[i]); status != http.StatusOK || !strings.Contains(body, part) {
			t.Errorf("%s: %d, without %q", addresses[i], status, part)
		}
	}
	stop()
	if err := <-done; err != nil {
		t.Error(err)
	}
	if left, err := os.ReadDir(os.TempDir()); err != nil || len(left) != 0 {
		t.Errorf("left behind: %v, %v", left, err)
	}
}
