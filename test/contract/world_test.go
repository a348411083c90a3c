package contract

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/openhpp/openhpp/client"
	"github.com/openhpp/openhpp/test/harness"
)

func TestMain(m *testing.M) { harness.Main(m) }

// world is a running server with a merchant and what it made.
type world struct {
	*harness.Server
	t        *testing.T
	merchant *harness.Merchant
	payment  string // id of an open payment session
	session  client.CreatedSession
}

func start(t *testing.T, env ...string) *world {
	t.Helper()
	server := harness.Start(t, env...)
	merchant := server.Merchant("Lamps & Co")
	w := &world{Server: server, t: t, merchant: merchant}
	payment, err := merchant.CreatePayment(t.Context(), harness.Purchase())
	if err != nil {
		t.Fatal(err)
	}
	w.payment = payment.SessionID
	w.session = merchant.Session(t, nil)
	return w
}

// answer is what came back.
type answer struct {
	status int
	header http.Header
	body   string
}

// envelope reads the error body.
func (a answer) envelope() (e struct {
	Code     string   `json:"error_code"`
	Messages []string `json:"error_messages"`
	ID       string   `json:"correlation_id"`
}) {
	_ = json.Unmarshal([]byte(a.body), &e)
	return e
}

var raw = &http.Client{
	Timeout:       20 * time.Second,
	CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
}

// ask sends one request; header is "Name: value" lines.
func (w *world) ask(as *harness.Merchant, method, path, body string, header ...string) answer {
	w.t.Helper()
	address := path
	if !strings.HasPrefix(path, "http") {
		address = w.URL + path
	}
	request, err := http.NewRequestWithContext(w.t.Context(), method, address, bytes.NewReader([]byte(body)))
	if err != nil {
		w.t.Fatal(err)
	}
	if as != nil {
		request.SetBasicAuth(as.Username, as.Password)
	}
	for _, line := range header {
		name, value, _ := strings.Cut(line, ": ")
		request.Header.Set(name, value)
	}
	response, err := raw.Do(request)
	if err != nil {
		w.t.Fatalf("%s %s: %v", method, path, err)
	}
	defer func() { _ = response.Body.Close() }()
	text, err := io.ReadAll(response.Body)
	if err != nil {
		w.t.Fatal(err)
	}
	return answer{response.StatusCode, response.Header, string(text)}
}

// create asks for a session with the members of a JSON object beside its
// payment_session_url.
func (w *world) create(members string, header ...string) answer {
	w.t.Helper()
	body := `{"payment_session_url":"` + w.merchant.PaymentURL(w.payment) + `"`
	if members != "" {
		body += "," + members
	}
	return w.ask(w.merchant, http.MethodPost, "/hpp/v1/sessions", body+"}", header...)
}
