package apicli

import (
	"context"
	"encoding/json"
	"net/url"
	"strconv"
	"time"
)

// storedMessage is what is printed of a message in a playground's inbox.
type storedMessage struct {
	ID         string    `json:"message_id"`
	Method     string    `json:"method"`
	To         string    `json:"to"`
	Subject    string    `json:"subject"`
	Link       string    `json:"link"`
	ReceivedAt time.Time `json:"received_at"`
}

// Inbox lists the messages that a playground kept instead of sending. wait is how many seconds to
// wait for the first one.
func (c Caller) Inbox(ctx context.Context, wait int) error {
	query := url.Values{}
	if wait > 0 {
		query.Set("wait", strconv.Itoa(wait))
	}
	d, err := c.get(ctx, "/playground/inbox?"+query.Encode())
	if err != nil {
		return err
	}
	var answer struct {
		Messages []json.RawMessage `json:"messages"`
	}
	if err := d.into(&answer); err != nil {
		return err
	}
	var rows []row
	for _, raw := range answer.Messages {
		var m storedMessage
		if err := document(raw).into(&m); err != nil {
			return err
		}
		rows = append(rows, row{document(raw), m.ID, []string{at(m.ReceivedAt), m.Method, m.To, m.Subject, m.Link}})
	}
	return c.list([]string{"RECEIVED", "BY", "TO", "SUBJECT", "LINK"}, rows)
}
