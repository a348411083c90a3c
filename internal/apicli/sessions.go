package apicli

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"time"
)

const sessionsPath = "/hpp/v1/sessions"

// session is what is printed of a session.
type session struct {
	ID          string    `json:"session_id"`
	Status      string    `json:"status"`
	OrderID     string    `json:"order_id"`
	Reference   string    `json:"klarna_reference"`
	Token       string    `json:"authorization_token"`
	UpdatedAt   time.Time `json:"updated_at"`
	ExpiresAt   time.Time `json:"expires_at"`
	RedirectURL string    `json:"redirect_url"`
}

func (s session) fields() []field {
	return []field{
		{"Session", s.ID}, {"Status", s.Status}, {"Order", s.OrderID}, {"Reference", s.Reference},
		{"Authorization token", s.Token}, {"Changed", at(s.UpdatedAt)}, {"Ends", at(s.ExpiresAt)}, {"Page", s.RedirectURL},
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

// ShowSession prints a session as it is now.
func (c Caller) ShowSession(ctx context.Context, id string) error {
	d, err := c.get(ctx, below(sessionsPath, id))
	if err != nil {
		return err
	}
	return c.showSession(d)
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
	d, err := c.call(ctx, http.MethodPost, below("/openhpp/v1/sessions", id)+"/renew", struct{}{})
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
		d, err := c.get(ctx, below(sessionsPath, id))
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
