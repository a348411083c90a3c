package apicli

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"time"
)

const tenantsPath = sandboxPath + "/tenants"

// tenant is a merchant of a playground that ends by itself.
type tenant struct {
	ID            string    `json:"merchant_id"`
	Name          string    `json:"name"`
	Username      string    `json:"username"`
	Password      string    `json:"password"`
	SigningSecret string    `json:"signing_secret"`
	CreatedAt     time.Time `json:"created_at"`
	EndsAt        time.Time `json:"ends_at"`
}

// CreateTenant makes a tenant and prints its credentials, once: for people as the variables that clients
// read. expires is an ISO 8601 duration; empty is an hour.
func (c Caller) CreateTenant(ctx context.Context, name, expires string) error {
	body := map[string]string{"name": name}
	if expires != "" {
		body["expires_in"] = expires
	}
	d, err := c.call(ctx, http.MethodPost, tenantsPath, body)
	if err != nil {
		return err
	}
	var t tenant
	if err := d.into(&t); err != nil {
		return err
	}
	if c.JSON || c.Quiet {
		return c.show(d, t.ID)
	}
	_, _ = fmt.Fprintf(c.Err, "Tenant %s ends at %s.\n", t.ID, at(t.EndsAt))
	_, err = fmt.Fprintf(c.Out, "OPENHPP_URL=%s\nOPENHPP_USERNAME=%s\nOPENHPP_PASSWORD=%s\nOPENHPP_SIGNING_SECRET=%s\n", c.API.BaseURL, t.Username, t.Password, t.SigningSecret)
	return err
}

// ListTenants lists the tenants that live, the oldest first.
func (c Caller) ListTenants(ctx context.Context) error {
	d, err := c.get(ctx, tenantsPath)
	if err != nil {
		return err
	}
	var answer struct {
		Tenants []json.RawMessage `json:"tenants"`
	}
	if err := d.into(&answer); err != nil {
		return err
	}
	var rows []row
	for _, raw := range answer.Tenants {
		var t tenant
		if err := document(raw).into(&t); err != nil {
			return err
		}
		rows = append(rows, row{document(raw), t.ID, []string{t.ID, t.Name, at(t.CreatedAt), at(t.EndsAt)}})
	}
	return c.list([]string{"TENANT", "NAME", "MADE", "ENDS"}, rows)
}

// RemoveTenant removes a tenant with all its data.
func (c Caller) RemoveTenant(ctx context.Context, id string) error {
	_, err := c.call(ctx, http.MethodDelete, below(tenantsPath, id), nil)
	return err
}

// Reset removes everything that the merchant made, but what is kept.
func (c Caller) Reset(ctx context.Context, keep []string) error {
	body := map[string][]string{}
	if len(keep) > 0 {
		body["keep"] = keep
	}
	_, err := c.call(ctx, http.MethodPost, sandboxPath+"/reset", body)
	return err
}
