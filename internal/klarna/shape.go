package klarna

import (
	"context"
	"net/http"
	"net/url"
	"regexp"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/upstream"
)

// Shape reads a payment session or Checkout order and answers which members it
// has and of which kind, without what stands in them: what a first look at a real
// account may be told of. Only the status is given as it is.
func (c *Client) Shape(ctx context.Context, merchant hpp.MerchantID, id string) (map[string]any, error) {
	path := sessionsPath
	if c.Upstream.Kind == upstream.Kustom {
		path = checkoutPath
	}
	var members map[string]any
	err := c.inNameOf(ctx, merchant, hpp.PaymentRef{ID: id}, func(login upstream.Login) error {
		return c.do(ctx, login, call{name: "read shape", method: http.MethodGet, path: path + url.PathEscape(id), into: &members, found: true})
	})
	if err != nil {
		return nil, err
	}
	shapes := make(map[string]any, len(members))
	for name, value := range members {
		shapes[name] = shapeOf(value)
	}
	if status, ok := members["status"].(string); ok && statusForm.MatchString(status) {
		shapes["status"] = status
	}
	return shapes, nil
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
