package hpp

import (
	"net/url"
	"regexp"
	"strings"
)

// resultPlaceholder is the one placeholder of our own: the signed result.
const resultPlaceholder = "openhpp_result"

// placeholder matches {{name}} as it stands or percent-encoded, since query
// builders encode braces (docs/spec/decisions.md §4). Unknown names are left alone, as
// are the provider's own single braces.
var placeholder = regexp.MustCompile(`(?:\{\{|%7[Bb]%7[Bb])(session_id|authorization_token|order_id|` + resultPlaceholder + `)(?:\}\}|%7[Dd]%7[Dd])`)

// Expand replaces the placeholders of a merchant's address in one pass. One
// without a value becomes empty (docs/spec/hpp.md §4.3), and so does that of the
// signed result, which belongs to a success alone.
func (s Session) Expand(raw string) string { return s.expandWithResult(raw, "") }

// expandWithResult is Expand with the signed result of a success.
func (s Session) expandWithResult(raw, result string) string {
	return placeholder.ReplaceAllStringFunc(raw, func(match string) string {
		switch placeholder.FindStringSubmatch(match)[1] {
		case "session_id":
			return url.QueryEscape(string(s.ID))
		case "authorization_token":
			return url.QueryEscape(s.Result.AuthorizationToken)
		case "order_id":
			return url.QueryEscape(s.Result.OrderID)
		default:
			return url.QueryEscape(result)
		}
	})
}

// wantsResult reports whether the merchant asked for a signed result, and
// there is one.
func (s Session) wantsResult() bool {
	return s.Status == Completed && strings.Contains(s.URLs.Success, resultPlaceholder)
}
