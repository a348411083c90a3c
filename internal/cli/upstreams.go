package cli

import (
	"context"
	"fmt"
	"io"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/openhpp/openhpp/internal/app"
	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/upstream"
)

// maxSecret bounds what is read of a file with a password, in bytes.
const maxSecret = 64 << 10

// UpstreamAccount is a merchant's account at an upstream as it is given on the
// command line; its options are words of package upstream.
type UpstreamAccount struct {
	Merchant, Upstream, Label, Username string
	Mode, Callback, Return              string
	AllowTest                           bool
}

// SetUpstream stores a merchant's account at an upstream. The password is read
// from password, without the line's end, and never printed.
func (o Operator) SetUpstream(ctx context.Context, given UpstreamAccount, password io.Reader) error {
	text, err := io.ReadAll(io.LimitReader(password, maxSecret))
	if err != nil {
		return fmt.Errorf("read the password: %w", err)
	}
	account := upstream.NewAccount{
		Merchant: hpp.MerchantID(given.Merchant), Upstream: given.Upstream, Label: given.Label, Username: given.Username,
		Password: strings.TrimRight(string(text), "\r\n"),
		Options: upstream.Options{
			Mode: upstream.Mode(given.Mode), Callback: upstream.Callback(given.Callback), Return: upstream.Return(given.Return), TestAllowed: given.AllowTest,
		},
	}
	return app.OpenUpstreams(ctx, o.Config, func(s *upstream.Service) error {
		if err := s.Set(ctx, account); err != nil {
			return err
		}
		return o.reportUpstream("stored", account.Merchant, account.Upstream, account.Label)
	})
}

// RemoveUpstream forgets a merchant's account at an upstream.
func (o Operator) RemoveUpstream(ctx context.Context, merchant, name, label string) error {
	return app.OpenUpstreams(ctx, o.Config, func(s *upstream.Service) error {
		if err := s.Remove(ctx, hpp.MerchantID(merchant), name, label); err != nil {
			return err
		}
		return o.reportUpstream("removed", hpp.MerchantID(merchant), name, label)
	})
}

func (o Operator) reportUpstream(done string, merchant hpp.MerchantID, name, label string) error {
	if o.JSON {
		return o.printJSON(map[string]string{"merchant_id": string(merchant), "upstream": name, "label": label, "state": done})
	}
	_, err := fmt.Fprintf(o.Out, "credentials %q of merchant %s for %s %s; a running server uses them from the next request on\n", label, merchant, name, done)
	return err
}

// upstreamRow is an account as it is printed in JSON: all but the password.
type upstreamRow struct {
	MerchantID  hpp.MerchantID    `json:"merchant_id"`
	Upstream    string            `json:"upstream"`
	Host        string            `json:"host,omitempty"`
	Label       string            `json:"label"`
	Username    string            `json:"username"`
	Mode        upstream.Mode     `json:"mode"`
	Callback    upstream.Callback `json:"callback"`
	Return      upstream.Return   `json:"return"`
	TestAllowed bool              `json:"test_allowed"`
	// Readable says that the server's secret opens the password.
	Readable  bool      `json:"readable"`
	UpdatedAt time.Time `json:"updated_at"`
}

func upstreamRowOf(s *upstream.Service, a upstream.Account) upstreamRow {
	row := upstreamRow{
		MerchantID: a.Merchant, Upstream: a.Upstream, Label: a.Label, Username: a.Username, Mode: a.Options.Mode, Callback: a.Options.Callback,
		Return: a.Options.Return, TestAllowed: a.Options.TestAllowed, Readable: a.KeyID == s.Key.ID(), UpdatedAt: a.UpdatedAt,
	}
	if u, ok := s.Directory.ByName(a.Upstream); ok {
		row.Host = u.Host()
	}
	return row
}

// ListUpstreams prints the accounts of a merchant, or of all for the empty id,
// without their passwords.
func (o Operator) ListUpstreams(ctx context.Context, merchant string) error {
	return app.OpenUpstreams(ctx, o.Config, func(s *upstream.Service) error {
		accounts, err := s.List(ctx, hpp.MerchantID(merchant))
		if err != nil {
			return err
		}
		rows := make([]upstreamRow, 0, len(accounts))
		for _, a := range accounts {
			rows = append(rows, upstreamRowOf(s, a))
		}
		if o.JSON {
			return o.printJSON(rows)
		}
		return printUpstreams(o.Out, rows)
	})
}

func printUpstreams(out io.Writer, rows []upstreamRow) error {
	t := tabwriter.NewWriter(out, 0, 4, 2, ' ', 0)
	_, _ = fmt.Fprintln(t, "MERCHANT ID\tUPSTREAM\tHOST\tLABEL\tUSER NAME\tMODE\tCALLBACK\tRETURN\tSTORED\tNOTE")
	for _, r := range rows {
		var notes []string
		if r.Host == "" {
			r.Host, notes = "none", append(notes, "no such upstream is configured")
		}
		if !r.Readable {
			notes = append(notes, "sealed under another secret")
		}
		if r.TestAllowed {
			notes = append(notes, "test money allowed")
		}
		_, _ = fmt.Fprintf(t, "%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\n",
			r.MerchantID, r.Upstream, r.Host, r.Label, r.Username, r.Mode, r.Callback, r.Return, r.UpdatedAt.Format(time.DateOnly), strings.Join(notes, ", "))
	}
	return t.Flush()
}

// ResealUpstreams seals under the server's secret what an older one sealed, which
// is read from a file.
func (o Operator) ResealUpstreams(ctx context.Context, oldFile string) error {
	done, err := app.ResealUpstreams(ctx, o.Config, oldFile)
	if err != nil {
		return err
	}
	if o.JSON {
		return o.printJSON(map[string]int64{"resealed": done})
	}
	_, err = fmt.Fprintf(o.Out, "%d credentials sealed anew\n", done)
	return err
}
