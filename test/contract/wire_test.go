package contract

import (
	"bufio"
	"encoding/json"
	"fmt"
	"image/png"
	"net"
	"net/http"
	"strings"
	"testing"

	"github.com/makiuchi-d/gozxing"
	"github.com/makiuchi-d/gozxing/qrcode"

	"github.com/openhpp/openhpp/client"
	"github.com/openhpp/openhpp/test/harness"
)

// What real clients break without (hpp.md §13), on the wire.
func TestWhatClientsNeed(t *testing.T) {
	w := start(t)
	purchase, err := json.Marshal(harness.Purchase())
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		got     answer
		status  int
		members []string
	}{
		"create payment": {w.ask(w.merchant, "POST", "/payments/v1/sessions", string(purchase)), 200, []string{"session_id", "client_token", "payment_method_categories"}},
		"read payment":   {w.ask(w.merchant, "GET", "/payments/v1/sessions/"+w.payment, ""), 200, []string{"status", "client_token", "expires_at", "acquiring_channel", "intent"}},
		"update payment": {w.ask(w.merchant, "POST", "/payments/v1/sessions/"+w.payment, string(purchase)), 204, nil},
		"create": {w.create(""), 201, []string{"session_id", "session_url", "redirect_url", "qr_code_url", "distribution_url",
			"manual_identification_check_url", "expires_at", "distribution_module"}},
		"read":       {w.ask(w.merchant, "GET", w.session.SessionURL, ""), 200, []string{"session_id", "status", "updated_at", "expires_at"}},
		"distribute": {w.ask(w.merchant, "POST", w.session.DistributionURL, "{}"), 400, []string{"error_code", "error_messages", "correlation_id"}},
		"no user":    {w.ask(nil, "GET", w.session.SessionURL, ""), 401, []string{"error_code", "error_messages", "correlation_id"}},
		"unknown":    {w.ask(w.merchant, "GET", "/hpp/v1/sessions/none", ""), 404, []string{"error_code", "error_messages", "correlation_id"}},
		"disable":    {w.ask(w.merchant, "DELETE", w.merchant.Session(t, nil).SessionURL, ""), 204, nil},
	} {
		if c.got.status != c.status {
			t.Errorf("%s: %d %s, want %d", name, c.got.status, c.got.body, c.status)
		}
		var body map[string]any
		if c.members != nil {
			if err := json.Unmarshal([]byte(c.got.body), &body); err != nil || !strings.HasPrefix(c.got.header.Get("Content-Type"), "application/json") {
				t.Errorf("%s: %v, content type %q", name, err, c.got.header.Get("Content-Type"))
			}
		}
		for _, member := range c.members {
			if _, ok := body[member]; !ok {
				t.Errorf("%s: no %s in %s", name, member, c.got.body)
			}
		}
		if id := c.got.header.Get("Klarna-Correlation-Id"); id == "" || c.status >= 400 && c.got.envelope().ID != id {
			t.Errorf("%s: correlation id %q, in the body %q", name, id, c.got.envelope().ID)
		}
	}
	made := w.create("")
	if location := made.header.Get("Location"); !strings.HasPrefix(location, w.URL+"/hpp/v1/sessions/") {
		t.Errorf("Location %q", location)
	}
	if !strings.Contains(made.body, "?profile_id={{profile_id}}&view_id={{view_id}}") {
		t.Errorf("standalone_url's placeholders are changed: %s", made.body)
	}
	if challenge := w.ask(nil, "GET", w.session.SessionURL, "").header.Get("WWW-Authenticate"); !strings.HasPrefix(challenge, "Basic") {
		t.Errorf("WWW-Authenticate %q", challenge)
	}
}

func TestOrderAndCapture(t *testing.T) {
	w := start(t)
	made := w.merchant.Session(t, func(n *client.NewSession) { n.Options = &client.SessionOptions{PlaceOrderMode: client.ModeNone} })
	if page, err := harness.NewPayer().Pay(t.Context(), made.RedirectURL, "alice@example.com"); err != nil || page.Outcome != "completed" {
		t.Fatalf("%+v, %v", page, err)
	}
	session, err := w.merchant.ReadSession(t.Context(), made.SessionID)
	if err != nil {
		t.Fatal(err)
	}
	purchase, err := json.Marshal(harness.Purchase())
	if err != nil {
		t.Fatal(err)
	}
	place := func() answer {
		return w.ask(w.merchant, "POST", "/payments/v1/authorizations/"+session.AuthorizationToken+"/order", string(purchase))
	}
	placed := place()
	var order struct {
		OrderID string         `json:"order_id"`
		Fraud   string         `json:"fraud_status"`
		Method  map[string]any `json:"authorized_payment_method"`
	}
	if err := json.Unmarshal([]byte(placed.body), &order); err != nil || placed.status != 200 || order.Fraud != "ACCEPTED" {
		t.Fatalf("place order: %d %s, %v", placed.status, placed.body, err)
	}
	for _, member := range []string{"type", "number_of_days", "number_of_installments"} {
		if _, ok := order.Method[member]; !ok {
			t.Errorf("authorized_payment_method without %s: %v", member, order.Method)
		}
	}
	if again := place(); again.body != placed.body {
		t.Errorf("the same order again: %d %s", again.status, again.body)
	}
	path := "/ordermanagement/v1/orders/" + order.OrderID + "/captures"
	captured := w.ask(w.merchant, "POST", path, `{"captured_amount":1000}`, "Klarna-Idempotency-Key: k1")
	id := captured.header.Get("Capture-Id")
	if captured.status != 201 || captured.body != "" || id == "" || captured.header.Get("Location") != w.URL+path+"/"+id {
		t.Errorf("capture: %d %q %v", captured.status, captured.body, captured.header)
	}
	if again := w.ask(w.merchant, "POST", path, `{"captured_amount":1000}`, "Klarna-Idempotency-Key: k1"); again.header.Get("Capture-Id") != id {
		t.Errorf("the same key captured again: %v", again.header)
	}
	if over := w.ask(w.merchant, "POST", path, `{"captured_amount":23000}`); over.status != 403 || over.envelope().Code != "CAPTURE_NOT_ALLOWED" {
		t.Errorf("capturing more than is left: %d %s", over.status, over.body)
	}
}

// Some clients compare header names to the letter.
func TestHeaderNamesKeepTheirCapitals(t *testing.T) {
	w := start(t)
	connection, err := (&net.Dialer{}).DialContext(t.Context(), "tcp", strings.TrimPrefix(w.URL, "http://"))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = connection.Close() }()
	if _, err := fmt.Fprintf(connection, "GET /hpp/v1/sessions/x HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n", w.Addr()); err != nil {
		t.Fatal(err)
	}
	var head []string
	for lines := bufio.NewScanner(connection); lines.Scan() && lines.Text() != ""; {
		head = append(head, lines.Text())
	}
	all := strings.Join(head, "\n")
	for _, name := range []string{"Content-Type: application/json", "Klarna-Correlation-Id: ", "Www-Authenticate: Basic"} {
		if !strings.Contains(all, name) {
			t.Errorf("no %q in\n%s", name, all)
		}
	}
}

func TestQRLeadsToThePage(t *testing.T) {
	w := start(t)
	svg := w.ask(nil, "GET", w.session.QRCodeURL, "")
	if svg.status != 200 || svg.header.Get("Content-Type") != "image/svg+xml" || !strings.HasPrefix(svg.body, "<svg") {
		t.Errorf("SVG: %d %s", svg.status, svg.header.Get("Content-Type"))
	}
	for name, picture := range map[string]answer{
		"by Accept": w.ask(nil, "GET", w.session.QRCodeURL, "", "Accept: image/png"),
		"by name":   w.ask(nil, "GET", w.session.QRCodeURL+".png", ""),
	} {
		decoded, err := png.Decode(strings.NewReader(picture.body))
		if err != nil {
			t.Fatalf("%s: %d, %v", name, picture.status, err)
		}
		bitmap, err := gozxing.NewBinaryBitmapFromImage(decoded)
		if err != nil {
			t.Fatal(err)
		}
		text, err := qrcode.NewQRCodeReader().Decode(bitmap, nil)
		if err != nil {
			t.Fatal(err)
		}
		// Whoever scans it gets the page, but not the link that the merchant gave
		// to its payer.
		page := w.ask(nil, http.MethodGet, text.GetText(), "")
		if page.status != 200 || !strings.Contains(page.body, `data-testid="pay"`) || text.GetText() == w.session.RedirectURL {
			t.Errorf("%s: leads to %s: %d", name, text.GetText(), page.status)
		}
	}
	if contract := w.ask(nil, http.MethodGet, "/openapi/hpp.yaml", ""); contract.status != 200 || !strings.Contains(contract.body, "openapi: 3.1") {
		t.Errorf("/openapi/hpp.yaml: %d", contract.status)
	}
}
