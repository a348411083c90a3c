package view

import (
	"strings"
	"time"

	"github.com/openhpp/openhpp/internal/locale"
)

// closingNotice is how long before its expiry a page shows it.
const closingNotice = 5 * time.Minute

// Closing says when the session expires. It is hidden until shortly before.
type Closing struct {
	Before, When, After string
	Left                int // seconds
	Hidden              bool
}

func (t builder) closing() *Closing {
	left := t.page.Session.ExpiresAt.Sub(t.page.Now)
	if left <= 0 {
		return nil
	}
	c := newClosing(t.Language, "pay.closes", min(left, closingNotice))
	c.Left, c.Hidden = int(left/time.Second), left > closingNotice
	return &c
}

// newClosing says in how many minutes something ends, at least one.
func newClosing(l locale.Language, key string, left time.Duration) Closing {
	minutes := max(1, int((left+time.Minute-1)/time.Minute))
	before, after, _ := strings.Cut(l.Text(key, locale.Values{"When": "\x00"}), "\x00")
	return Closing{Before: before, When: l.Count("pay.minutes", minutes), After: after, Left: int(left / time.Second)}
}
