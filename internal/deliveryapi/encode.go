package deliveryapi

import (
	"encoding/json"
	"maps"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/openhpp/openhpp/internal/delivery"
)

type listBody struct {
	Deliveries []deliveryBody `json:"deliveries"`
	Next       string         `json:"next,omitempty"`
}

type deliveryBody struct {
	DeliveryID  string    `json:"delivery_id"`
	EventID     string    `json:"event_id"`
	Type        string    `json:"type"`
	SessionID   string    `json:"session_id,omitempty"`
	OrderID     string    `json:"order_id,omitempty"`
	EndpointID  string    `json:"endpoint_id"`
	URL         string    `json:"url"`
	State       string    `json:"state"`
	CreatedAt   string    `json:"created_at"`
	DeliveredAt string    `json:"delivered_at,omitempty"`
	NextTryAt   string    `json:"next_try_at,omitempty"`
	Behind      bool      `json:"behind,omitempty"`
	Reason      string    `json:"reason,omitempty"`
	Tries       []tryBody `json:"tries"`
	Request     *request  `json:"request,omitempty"`
}

type tryBody struct {
	Number int64  `json:"number"`
	At     string `json:"at"`
	TookMS *int64 `json:"took_ms,omitempty"`
	Result string `json:"result"`
	Status int    `json:"status,omitempty"`
	Body   string `json:"body,omitempty"`
	Hint   string `json:"hint,omitempty"`
}

// request is what is sent: its headers without those that are made for each try.
type request struct {
	Headers map[string]string `json:"headers"`
	Body    json.RawMessage   `json:"body"`
	Curl    string            `json:"curl"`
}

// encode is a delivery as lists show it, or with what receivers answered.
func encode(d delivery.Delivery, answers bool) deliveryBody {
	body := deliveryBody{
		DeliveryID: d.ID(), EventID: d.EventID, Type: d.Type, SessionID: d.Subject, OrderID: d.OrderID, EndpointID: d.Endpoint, URL: masked(d.URL),
		State: string(d.State), CreatedAt: stamp(d.CreatedAt), DeliveredAt: stamp(d.DeliveredAt()), NextTryAt: stamp(d.NextTryAt),
		Behind: d.Behind, Reason: d.Reason, Tries: []tryBody{},
	}
	for _, t := range d.Tries {
		one := tryBody{Number: t.Number, At: stamp(t.At), Result: string(t.Result), Status: t.Status}
		if t.Result != delivery.Lost {
			took := t.Took.Milliseconds()
			one.TookMS = &took
		}
		if answers {
			one.Body, one.Hint = t.Body, hints[t.Result]
		}
		body.Tries = append(body.Tries, one)
	}
	return body
}

// hints say what to do about results that do not say it themselves.
var hints = map[delivery.Result]string{
	delivery.Blocked:  "This server does not call that address: OPENHPP_EGRESS_ALLOW opens networks and host names, OPENHPP_EGRESS_PORTS ports",
	delivery.Redirect: "Redirects are not followed: name the address that it leads to",
	delivery.Lost:     "The server was stopped while it called: the receiver may have had it or not",
}

// whole is a delivery with what is sent and what receivers answered.
func (s Server) whole(d delivery.Delivery) deliveryBody {
	body := encode(d, true)
	sent := token.ReplaceAll(d.Body, []byte(`$1"•••"`))
	headers := map[string]string{"Webhook-Id": d.EventID}
	maps.Copy(headers, s.Headers)
	body.Request = &request{Headers: headers, Body: sent, Curl: curl(body.URL, headers, string(sent))}
	return body
}

// token finds what must not be shown: it places an order.
var token = regexp.MustCompile(`("authorization_token":)"[^"]*"`)

// curl is the call as somebody can repeat it, without its signature.
func curl(address string, headers map[string]string, body string) string {
	words := []string{"curl", "-X", "POST", quoted(address)}
	for _, name := range slices.Sorted(maps.Keys(headers)) {
		words = append(words, "-H", quoted(name+": "+headers[name]))
	}
	return strings.Join(append(words, "-d", quoted(body)), " ")
}

// quoted is one word of a shell.
func quoted(text string) string { return "'" + strings.ReplaceAll(text, "'", `'\''`) + "'" }

// masked is an address without the values of its query: merchants put secrets there.
func masked(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return "•••"
	}
	if u.RawQuery == "" {
		return address
	}
	base, _, _ := strings.Cut(address, "?")
	names := []string{}
	for pair := range strings.SplitSeq(u.RawQuery, "&") {
		name, _, _ := strings.Cut(pair, "=")
		names = append(names, name+"=•••")
	}
	return base + "?" + strings.Join(names, "&")
}

// stamp is a moment on the wire; empty: there was none.
func stamp(at time.Time) string {
	if at.IsZero() {
		return ""
	}
	return at.UTC().Format("2006-01-02T15:04:05.000Z")
}
