package client

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"time"
)

// Story is what happened to a page, and five answers.
type Story struct {
	Session SessionState `json:"session"`
	Entries []StoryEntry `json:"entries"` // in the order in which they happened
	Answers StoryAnswers `json:"answers"`
}

// StoryEntry is one thing that happened. Members that do not belong to its kind are
// empty.
type StoryEntry struct {
	At   time.Time `json:"at"`
	Kind string    `json:"kind"` // api, status, attempt, order, delivery, message, renewal, person or sandbox
	Text string    `json:"text"` // for people
	// Status is the page's where Kind is status, and what HTTP answered, in digits,
	// where it is delivery.
	Status    json.RawMessage `json:"status"`
	EventID   string          `json:"event_id"`
	SessionID string          `json:"session_id"`
	OrderID   string          `json:"order_id"`
	Number    int64           `json:"number"`
	State     string          `json:"state"`
	Method    string          `json:"method"`
	Result    string          `json:"result"`
	Reason    string          `json:"reason"`
	Endpoint  string          `json:"endpoint"`
	Try       int64           `json:"try"`
	Took      int64           `json:"took_ms"` // milliseconds
	NextTryAt time.Time       `json:"next_try_at"`
}

// StoryAnswers are those to five questions. What has nothing to tell is nil.
type StoryAnswers struct {
	Opened struct {
		Yes bool      `json:"yes"`
		At  time.Time `json:"at"`
	} `json:"opened"`
	Declined *struct {
		Reason string `json:"reason"`
		Text   string `json:"text"`
	} `json:"declined"`
	Told struct {
		State string    `json:"state"` // NOTHING, NO_ADDRESS, WAITING, DELIVERED or GIVEN_UP
		Tries int       `json:"tries"`
		At    time.Time `json:"at"`
	} `json:"told"`
	Answered *struct {
		Status int       `json:"status"`
		At     time.Time `json:"at"`
	} `json:"answered"`
	SentTo *struct {
		Kind string `json:"kind"`
		Host string `json:"host"`
		Path string `json:"path"`
		Text string `json:"text"`
	} `json:"sent_to"`
}

// Story tells what happened to a page, also after its end.
func (c *Client) Story(ctx context.Context, id string) (Story, error) {
	var story Story
	err := c.onSession(ctx, id, exchange{op: "tell story", method: http.MethodGet, path: "/story", out: &story, want: http.StatusOK})
	return story, err
}

// NewLink is what a link made by hand sells: Description, which makes one line, or
// Lines.
type NewLink struct {
	Amount       int64         `json:"amount"` // minor units, tax included
	Currency     string        `json:"currency"`
	Country      string        `json:"country"`
	Locale       string        `json:"locale"`
	Description  string        `json:"description,omitempty"`
	Lines        []OrderLine   `json:"lines,omitempty"`
	TaxRate      int64         `json:"tax_rate,omitempty"` // of Description: 2500 is 25 %
	Reference    string        `json:"reference,omitempty"`
	ProfileID    string        `json:"profile_id,omitempty"`
	Life         time.Duration `json:"-"` // how long it can be paid; 0: as long as may be
	Mode         Mode          `json:"place_order_mode,omitempty"`
	MerchantURLs MerchantURLs  `json:"merchant_urls,omitzero"`
	Send         *Distribution `json:"-"` // whom to send it to; nil: nobody
}

// MadeLink is a page made by hand. DistributionID is empty where it was not sent.
type MadeLink struct {
	CreatedSession
	DistributionID string `json:"distribution_id"`
}

// MakeLink makes a payment session, a page on it, and sends its link, in one call.
func (c *Client) MakeLink(ctx context.Context, link NewLink, options ...Option) (MadeLink, error) {
	in := struct {
		NewLink
		ExpiresIn string `json:"expires_in,omitempty"`
		Send      any    `json:"send,omitempty"`
	}{NewLink: link}
	if link.Life != 0 {
		in.ExpiresIn = isoDuration(link.Life)
	}
	if link.Send != nil {
		in.Send = link.Send.body()
	}
	var made MadeLink
	_, err := c.do(ctx, exchange{op: "make link", method: http.MethodPost, path: "/openhpp/v1/links", in: in, out: &made, want: http.StatusCreated}, options...)
	return made, err
}

// isoDuration is a time as ISO 8601 has it, in whole seconds.
func isoDuration(d time.Duration) string { return fmt.Sprintf("PT%dS", int64(d/time.Second)) }
