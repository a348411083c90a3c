package client

import (
	"context"
	"net/http"
	"net/url"
	"strconv"
	"time"
)

// Message is an e-mail or a text message that a playground kept instead of sending
// (docs/inbox.md).
type Message struct {
	MessageID  string    `json:"message_id"`
	Method     string    `json:"method"` // email or sms
	To         string    `json:"to"`
	Subject    string    `json:"subject"` // of an e-mail
	Text       string    `json:"text"`
	HTML       string    `json:"html"` // of an e-mail
	Link       string    `json:"link"`
	SessionID  string    `json:"session_id"`
	ReceivedAt time.Time `json:"received_at"`
}

// MessageFilter chooses messages; what is empty chooses all.
type MessageFilter struct {
	To, SessionID, Method string
	Wait                  int // seconds, for the first that matches
}

// ListMessages lists what was kept, the newest first.
func (c *Client) ListMessages(ctx context.Context, f MessageFilter) ([]Message, error) {
	query := url.Values{}
	for name, value := range map[string]string{"to": f.To, "session_id": f.SessionID, "method": f.Method} {
		if value != "" {
			query.Set(name, value)
		}
	}
	if f.Wait != 0 {
		query.Set("wait", strconv.Itoa(f.Wait))
	}
	var list struct {
		Messages []Message `json:"messages"`
	}
	_, err := c.do(ctx, exchange{op: "list messages", method: http.MethodGet, path: "/playground/inbox" + encoded(query), out: &list, want: http.StatusOK})
	return list.Messages, err
}

// ReadMessage reads a message.
func (c *Client) ReadMessage(ctx context.Context, id string) (Message, error) {
	id, err := segment("message id", id)
	if err != nil {
		return Message{}, err
	}
	var message Message
	_, err = c.do(ctx, exchange{op: "read message", method: http.MethodGet, path: "/playground/inbox/" + id, out: &message, want: http.StatusOK})
	return message, err
}

// ClearMessages forgets all messages.
func (c *Client) ClearMessages(ctx context.Context) error {
	_, err := c.do(ctx, exchange{op: "clear messages", method: http.MethodDelete, path: "/playground/inbox", want: http.StatusNoContent})
	return err
}
