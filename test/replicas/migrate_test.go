package replicas

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/openhpp/openhpp/client"
	"github.com/openhpp/openhpp/internal/store/pgtest"
	"github.com/openhpp/openhpp/test/harness"
)

// A merchant who outgrows the file takes everything along: credentials, open
// links, orders, what was sent.
func TestFromFileToServer(t *testing.T) {
	file := "sqlite:" + filepath.Join(t.TempDir(), "openhpp.db")
	server := harness.StartOn(t, harness.StoredAt(t, file))
	merchant := server.Merchant("Lampor & Ljus")
	open := merchant.Session(t, nil)
	paid := merchant.Session(t, func(n *client.NewSession) {
		n.Options = &client.SessionOptions{PlaceOrderMode: client.ModeCaptureOrder}
	})
	if page, err := harness.NewPayer().Pay(t.Context(), paid.RedirectURL, "alice@example.com"); err != nil || page.Outcome != "completed" {
		t.Fatalf("outcome %q, %v", page.Outcome, err)
	}
	if err := merchant.Distribute(t.Context(), open.SessionID, client.Distribution{Email: "kim@shop.example"}); err != nil {
		t.Fatal(err)
	}
	before, err := merchant.ReadSession(t.Context(), paid.SessionID)
	if err != nil {
		t.Fatal(err)
	}
	server.Stop()

	address := pgtest.Durable(t).Create(t, "template1")
	for range 2 { // once is enough, twice does no harm
		out, err := harness.Run(t, nil, "migrate", "--from", file, "--to", address)
		if err != nil || !strings.Contains(out, "equal row for row") {
			t.Fatalf("%v\n%s", err, out)
		}
	}
	server.Database = harness.StoredAt(t, address)
	server.Run()
	after, err := merchant.ReadSession(t.Context(), paid.SessionID)
	if err != nil || after != before {
		t.Errorf("the paid session is %+v, %v; it was %+v", after, err, before)
	}
	if order, err := merchant.ReadOrder(t.Context(), before.OrderID); err != nil || order.Captured != harness.Purchase().Amount {
		t.Errorf("the order is %+v, %v", order, err)
	}
	if sent, err := merchant.Distributions(t.Context(), open.SessionID); err != nil || len(sent) != 1 {
		t.Errorf("sent %+v, %v", sent, err)
	}
	if page, err := harness.NewPayer().Pay(t.Context(), open.RedirectURL, "alice@example.com"); err != nil || page.Outcome != "completed" {
		t.Errorf("the open link: %q, %v", page.Outcome, err)
	}
}

func TestMovesThatCannotBe(t *testing.T) {
	for says, args := range map[string][]string{
		"--from": {"--from", "postgres://x", "--to", "postgres://y"},
		"--to":   {"--from", "sqlite:/tmp/x.db", "--to", "sqlite:/tmp/y.db"},
	} {
		if out, err := harness.Run(t, nil, append([]string{"migrate"}, args...)...); err == nil || !strings.Contains(out, says+" must be") {
			t.Errorf("%v: %v, %s", args, err, out)
		}
	}
}
