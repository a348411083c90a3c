package client

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"time"
)

// Profile is a merchant's named set of options: what pages look like and what the
// till's page offers.
type Profile struct {
	ProfileID string          `json:"profile_id,omitempty"` // of an answer
	Name      string          `json:"name,omitempty"`       // for people
	Options   *SessionOptions `json:"options,omitempty"`
	Channels  []string        `json:"channels,omitempty"` // of the till's page: QR, EMAIL, SMS, TOKEN; all when empty
	Locale    string          `json:"locale,omitempty"`
	UpdatedAt time.Time       `json:"updated_at,omitzero"` // of an answer
}

// ListProfiles lists the merchant's profiles.
func (c *Client) ListProfiles(ctx context.Context) ([]Profile, error) {
	var list struct {
		Profiles []Profile `json:"profiles"`
	}
	_, err := c.do(ctx, exchange{op: "list profiles", method: http.MethodGet, path: "/openhpp/v1/profiles", out: &list, want: http.StatusOK})
	return list.Profiles, err
}

// onProfile is a call on one profile.
func (c *Client) onProfile(ctx context.Context, id string, e exchange) error {
	id, err := segment("profile id", id)
	if err != nil {
		return err
	}
	e.path = "/openhpp/v1/profiles/" + id
	_, err = c.do(ctx, e)
	return err
}

// ReadProfile reads a profile.
func (c *Client) ReadProfile(ctx context.Context, id string) (profile Profile, err error) {
	err = c.onProfile(ctx, id, exchange{op: "read profile", method: http.MethodGet, out: &profile, want: http.StatusOK})
	return profile, err
}

// PutProfile makes a profile, or puts it in the place of the one there was.
func (c *Client) PutProfile(ctx context.Context, id string, profile Profile) error {
	id, err := segment("profile id", id)
	if err != nil {
		return err
	}
	profile.ProfileID, profile.UpdatedAt = "", time.Time{}
	body, err := json.Marshal(profile)
	if err != nil {
		return fmt.Errorf("client: put profile: %w", err)
	}
	_, err = c.Call(ctx, http.MethodPut, "/openhpp/v1/profiles/"+id, body) // 200 or 201
	return err
}

// DeleteProfile removes a profile. Pages made with it stay as they are.
func (c *Client) DeleteProfile(ctx context.Context, id string) error {
	return c.onProfile(ctx, id, exchange{op: "delete profile", method: http.MethodDelete, want: http.StatusNoContent})
}
