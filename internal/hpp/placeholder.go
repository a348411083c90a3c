package hpp

import (
	"net/url"
	"regexp"
)

// placeholder matches {{name}} as it stands or percent-encoded, since query
// builders encode braces (docs/spec/decisions.md §4). Unknown names are left alone, as
// are the provider's own single braces.
var placeholder = regexp.MustCompile(`(?:\{\{|%7[Bb]%7[Bb])(session_id|authorization_token|order_id)(?:\}\}|%7[Dd]%7[Dd])`)

// Expand replaces the placeholders of a merchant's address in one pass. One
// without a value becomes empty (docs/spec/hpp.md §4.3).
func (s Session) Expand(raw string) string {
	return placeholder.ReplaceAllStringFunc(raw, func(match string) string {
		switch placeholder.FindStringSubmatch(match)[1] {
		case "session_id":
			return url.QueryEscape(string(s.ID))
		case "authorization_token":
			return url.QueryEscape(s.Result.AuthorizationToken)
		default:
			return url.QueryEscape(s.Result.OrderID)
		}
	})
}
