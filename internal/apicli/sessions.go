package apicli

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/http"
	"time"
)

// The published API makes sessions; our own tells how they stand, also after their end.
const (
	sessionsPath = "/hpp/v1/sessions"
	storedPath   = "/openhpp/v1/sessions"
)

// session is what is printed of a session.
type session struct {
	ID          string    `json:"session_id"`
	Status      string    `json:"status"`
	OrderID     string    `json:"order_id"`
	Reference   string    `json:"klarna_reference"`
	Token       string    `json:"authorization_token"`
	Amount      int64     `json:"amount"`
	Currency    string    `json:"currency"`
	Own         string    `json:"reference"`
	Reason      string    `json:"reason"`
	Expired     bool      `json:"expired"`
	CreatedAt   time.Time `json:"created_at"`
	UpdatedAt   time.Time `json:"updated_at"`
	ExpiresAt   time.Time `json:"expires_at"`
	RedirectURL string    `json:"redirect_url"` // in the answer to create
	Links       struct {
		RedirectURL string `json:"redirect_url"`
	} `json:"links"`
}

// state is the status for people: an expired session keeps its last one.
func (s session) state() string {
	if s.Expired {
		return s.Status + ", expired"
	}
	return s.Status
}

// page is the address of the session's page, where the answer has it.
func (s session) page() string { return cmp.Or(s.RedirectURL, s.Links.RedirectURL) }

func (s session) amount() string {
	if s.Currency == "" {
		return ""
	}
	return money(s.Amount, s.Currency)
}

func (s session) fields() []field {
	return []field{
		{"Session", s.ID}, {"Status", s.state()}, {"Reason", s.Reason}, {"Amount", s.amount()}, {"Merchant's reference", s.Own}, {"Order", s.OrderID}, {"Reference", s.Reference},
		{"Authorization token", s.Token}, {"Made", at(s.CreatedAt)}, {"Changed", at(s.UpdatedAt)}, {"Ends", at(s.ExpiresAt)}, {"Page", s.page()},
	}
}

// at writes a time for people; the zero time is nothing.
func at(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format("2006-01-02 15:04:05 UTC")
}

func (c Caller) showSession(d document) error {
	var s session
	if err := d.into(&s); err != nil {
		return err
	}
	return c.show(d, s.ID, s.fields()...)
}

// ListSessions lists sessions, the newest first.
func (c Caller) ListSessions(ctx context.Context, l List) error {
	var rows []row
	err := c.things(ctx, storedPath, "sessions", l, func(d document) error {
		var s session
		if err := d.into(&s); err != nil {
			return err
		}
		rows = append(rows, row{d, s.ID, []string{at(s.CreatedAt), s.ID, s.state(), s.amount(), s.Own, s.OrderID}})
		return nil
	})
	if err != nil {
		return err
	}
	return c.list([]string{"MADE", "SESSION", "STATUS", "AMOUNT", "REFERENCE", "ORDER"}, rows)
}

// ShowSession prints a session as it is now, also after its end; with links, whoever reads it can pay.
func (c Caller) ShowSession(ctx context.Context, id string, links bool) error {
	d, err := c.readSession(ctx, id, links)
	if err != nil {
		return err
	}
	return c.showSession(d)
}

func (c Caller) readSession(ctx context.Context, id string, links bool) (document, error) {
	path := below(storedPath, id)
	if links {
		path += "?include=links"
	}
	return c.get(ctx, path)
}

// linkOf is the address of a session's page.
func (c Caller) linkOf(ctx context.Context, id string) (string, error) {
	d, err := c.readSession(ctx, id, true)
	if err != nil {
		return "", err
	}
	var s session
	err = d.into(&s)
	return s.page(), err
}

// DisableSession closes a session for good.
func (c Caller) DisableSession(ctx context.Context, id string) error {
	_, err := c.call(ctx, http.MethodDelete, below(sessionsPath, id), nil)
	if err == nil {
		_, _ = fmt.Fprintf(c.Err, "Session %s is closed for good.\n", id)
	}
	return err
}

// RenewSession makes a session in place of one that expired, and prints it.
func (c Caller) RenewSession(ctx context.Context, id string) error {
	d, err := c.call(ctx, http.MethodPost, below(storedPath, id)+"/renew", struct{}{})
	if err != nil {
		return err
	}
	return c.showSession(d)
}

// watchEvery is how often a session is looked at.
const watchEvery = 300 * time.Millisecond

// WatchSession prints each change of a session until its end. That it ended otherwise than paid is
// an error.
func (c Caller) WatchSession(ctx context.Context, id string) error {
	for last := ""; ; {
		d, err := c.readSession(ctx, id, false)
		if err != nil {
			return err
		}
		var s session
		if err := d.into(&s); err != nil {
			return err
		}
		if s.Status != last {
			if err := c.printChange(d, s); err != nil {
				return err
			}
		}
		switch last = s.Status; last {
		case "COMPLETED":
			return nil
		case "CANCELLED", "DISABLED":
			return errors.New("the session ended without a payment: " + last)
		}
		if s.Expired {
			return errors.New("the session expired without a payment")
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(watchEvery):
		}
	}
}

func (c Caller) printChange(d document, s session) error {
	switch {
	case c.JSON:
		return c.printLine(d)
	case c.Quiet:
		return nil
	}
	_, err := fmt.Fprintf(c.Out, "%s  %-11s %s\n", at(s.UpdatedAt), s.Status, s.OrderID)
	return err
}
