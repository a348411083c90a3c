package client

import (
	"context"
	"net/http"
	"time"
)

// Distribution asks for the link to be brought to the payer. Exactly one of
// Email, Phone and AccessID is given.
type Distribution struct {
	Email        string // one address
	Phone        string // a mobile number, with PhoneCountry
	PhoneCountry string // ISO 3166-1 alpha-2
	AccessID     string // the code that the payer's phone shows, as scanned or typed
}

// body is the request as published (docs/spec/hpp.md §1.4).
func (d Distribution) body() any {
	type contact struct {
		Email        string `json:"email,omitempty"`
		Phone        string `json:"phone,omitempty"`
		PhoneCountry string `json:"phone_country,omitempty"`
		AccessID     string `json:"access_id,omitempty"`
	}
	method := "email"
	switch {
	case d.AccessID != "":
		method = "token"
	case d.Phone != "":
		method = "sms"
	}
	return struct {
		Method  string  `json:"method"`
		Contact contact `json:"contact_information"`
	}{method, contact(d)}
}

// Distributed is what became of one Distribution.
type Distributed struct {
	DistributionID string `json:"distribution_id"`
	Number         int64  `json:"number"`    // 1, 2, … of the page
	Method         string `json:"method"`    // email, sms or token
	Kind           string `json:"kind"`      // receipt, or empty: the link
	Recipient      string `json:"recipient"` // masked
	// State is QUEUED, SENT, ACCEPTED, OPENED, BOUNCED or WITHDRAWN; Reason says
	// why the last try did not work.
	State    string    `json:"state"`
	Reason   string    `json:"reason"`
	QueuedAt time.Time `json:"queued_at"`
	// Times are zero where it did not happen.
	SentAt     time.Time `json:"sent_at"`
	AcceptedAt time.Time `json:"accepted_at"`
	OpenedAt   time.Time `json:"opened_at"`
	EndedAt    time.Time `json:"ended_at"`
}

// Module is what a till needs to show the distribution module.
type Module struct {
	// Token is for the module's script, StandaloneURL the page itself: fill in
	// {{profile_id}} and {{view_id}}, or leave them.
	Token         string `json:"token"`
	StandaloneURL string `json:"standalone_url"`
	GenerationURL string `json:"generation_url"`
}

// Distribute sends the link of a page to the payer. It returns once the server
// has kept the request; Distributions tells what became of it.
func (c *Client) Distribute(ctx context.Context, sessionID string, d Distribution, options ...Option) error {
	id, err := segment("session id", sessionID)
	if err != nil {
		return err
	}
	_, err = c.do(ctx, exchange{
		op: "distribute session", method: http.MethodPost, path: "/hpp/v1/sessions/" + id + "/distribution",
		in: d.body(), want: http.StatusCreated,
	}, options...)
	return err
}

// Distributions lists what became of a page's distributions, in order, also
// after the page's end.
func (c *Client) Distributions(ctx context.Context, sessionID string) ([]Distributed, error) {
	id, err := segment("session id", sessionID)
	if err != nil {
		return nil, err
	}
	var list struct {
		Distributions []Distributed `json:"distributions"`
	}
	_, err = c.do(ctx, exchange{
		op: "list distributions", method: http.MethodGet, path: "/openhpp/v1/sessions/" + id + "/distributions",
		out: &list, want: http.StatusOK,
	})
	return list.Distributions, err
}

// NewModule mints a token of the distribution module, good for eight hours or
// until the page's end.
func (c *Client) NewModule(ctx context.Context, sessionID string) (Module, error) {
	id, err := segment("session id", sessionID)
	if err != nil {
		return Module{}, err
	}
	var module Module
	_, err = c.do(ctx, exchange{
		op: "make module token", method: http.MethodPost, path: "/hpp/v1/sessions/" + id + "/distribution-module/token",
		out: &module, want: http.StatusCreated,
	})
	return module, err
}
