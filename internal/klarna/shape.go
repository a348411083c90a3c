package klarna

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/upstream"
)

// Shape is what a first look at a payment session or Checkout order may tell of:
// no text that stands in it but its status, and the origins of scripts and frames.
type Shape struct {
	// Members are its members and their kinds.
	Members map[string]any
	// Origins are those that its browser part names.
	Origins []Origin
}

// Origin is one of them.
type Origin struct {
	Address string // such as https://js.example
	// Allowed says that the step's policy lets browsers load from it.
	Allowed bool
}

// Shape reads a payment session or Checkout order and answers which members it
// has and of which kind, without what stands in them.
func (c *Client) Shape(ctx context.Context, merchant hpp.MerchantID, id string) (Shape, error) {
	path := sessionsPath
	if c.Upstream.Kind == upstream.Kustom {
		path = checkoutPath
	}
	var members map[string]any
	err := c.inNameOf(ctx, merchant, hpp.PaymentRef{ID: id}, func(login upstream.Login) error {
		return c.do(ctx, login, call{name: "read shape", method: http.MethodGet, path: path + url.PathEscape(id), into: &members, found: true})
	})
	if err != nil {
		return Shape{}, err
	}
	shape := Shape{Members: make(map[string]any, len(members))}
	for name, value := range members {
		shape.Members[name] = shapeOf(value)
	}
	if status, ok := members["status"].(string); ok && statusForm.MatchString(status) {
		shape.Members["status"] = status
	}
	for _, address := range browserAddresses(members) {
		shape.Origins = append(shape.Origins, Origin{address.Scheme + "://" + address.Host, c.mayLoad(address)})
	}
	return shape, nil
}

// browserAddresses are the origins that a payment session's browser part names:
// the client token's, or the snippet's.
func browserAddresses(members map[string]any) (origins []*url.URL) {
	texts := []string{}
	if token, ok := members["client_token"].(string); ok {
		texts = append(texts, baseURLOf(token))
	}
	if snippet, ok := members["html_snippet"].(string); ok {
		texts = append(texts, addressForm.FindAllString(unescapedScript(snippet), -1)...)
	}
	for _, text := range texts {
		u, err := url.Parse(text)
		if err != nil || u.Host == "" || slices.ContainsFunc(origins, func(o *url.URL) bool { return o.Scheme == u.Scheme && o.Host == u.Host }) {
			continue
		}
		origins = append(origins, u)
	}
	return origins
}

// baseURLOf is where a client token has the browser go; empty: it does not say.
func baseURLOf(token string) string {
	parts := strings.Split(token, ".")
	if len(parts) != 3 {
		return ""
	}
	var claims struct {
		BaseURL string `json:"base_url"`
	}
	text, err := base64.RawURLEncoding.DecodeString(parts[1])
	if err != nil || json.Unmarshal(text, &claims) != nil {
		return ""
	}
	return claims.BaseURL
}

var statusForm = regexp.MustCompile(`^[a-z_]{1,40}$`)

// shapeOf is a value's kind; of a list, that of its first element.
func shapeOf(value any) any {
	switch value := value.(type) {
	case map[string]any:
		shapes := make(map[string]any, len(value))
		for name, member := range value {
			shapes[name] = shapeOf(member)
		}
		return shapes
	case []any:
		if len(value) == 0 {
			return []any{}
		}
		return []any{shapeOf(value[0])}
	case string:
		return "text"
	case bool:
		return "true or false"
	case nil:
		return "null"
	}
	return "number"
}
