package cli

import (
	"context"
	"fmt"
	"io"
	"strings"
	"text/tabwriter"

	"github.com/openhpp/openhpp/internal/app"
	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/merchant"
	"github.com/openhpp/openhpp/internal/web"
	openhppwire "github.com/openhpp/openhpp/internal/wire/openhpp"
)

// openProfiles opens the database for work on one merchant's profiles.
func (o Operator) openProfiles(ctx context.Context, merchantID string, use func(hpp.Profiles, hpp.Merchant) error) error {
	return app.OpenTools(ctx, o.Config, func(t app.Tools) error {
		account, err := t.Accounts.Account(ctx, hpp.MerchantID(merchantID))
		if err != nil {
			return err
		}
		return use(t.Profiles, merchant.OnBehalfOf(account.ID, account.Name))
	})
}

// ListProfiles prints a merchant's profiles.
func (o Operator) ListProfiles(ctx context.Context, merchantID string) error {
	return o.openProfiles(ctx, merchantID, func(p hpp.Profiles, m hpp.Merchant) error {
		all, err := p.ListProfiles(ctx, m)
		if err != nil {
			return err
		}
		rows := make([]openhppwire.Profile, 0, len(all))
		for _, one := range all {
			rows = append(rows, openhppwire.ProfileBody(one))
		}
		if o.JSON {
			return o.printJSON(rows)
		}
		t := tabwriter.NewWriter(o.Out, 0, 4, 2, ' ', 0)
		_, _ = fmt.Fprintln(t, "PROFILE ID\tNAME\tVIEW\tCHANNELS\tMAY EMBED IT")
		for _, r := range rows {
			channels := make([]string, len(r.Channels))
			for i, channel := range r.Channels {
				channels[i] = string(channel)
			}
			_, _ = fmt.Fprintf(t, "%s\t%s\t%s\t%s\t%s\n", r.ProfileID, r.Name, r.View, strings.Join(channels, ", "), strings.Join(r.FrameAncestors, ", "))
		}
		return t.Flush()
	})
}

// ShowProfile prints a profile as JSON.
func (o Operator) ShowProfile(ctx context.Context, merchantID, id string) error {
	return o.openProfiles(ctx, merchantID, func(p hpp.Profiles, m hpp.Merchant) error {
		one, err := p.Profile(ctx, m, id)
		if err != nil {
			return err
		}
		return o.printDocument(openhppwire.ProfileBody(one))
	})
}

// PutProfile makes or replaces a profile from JSON.
func (o Operator) PutProfile(ctx context.Context, merchantID, id string, from io.Reader) error {
	return o.openProfiles(ctx, merchantID, func(p hpp.Profiles, m hpp.Merchant) error {
		text, err := io.ReadAll(io.LimitReader(from, web.MaxBody))
		if err != nil {
			return err
		}
		var request openhppwire.ProfileRequest
		object, err := web.DecodeText(text, &request)
		if err != nil {
			return err
		}
		stored, created, err := p.PutProfile(ctx, m, id, request.Draft(object.Has("options", "payment_fallback")))
		if err != nil {
			return err
		}
		if o.JSON {
			return o.printJSON(openhppwire.ProfileBody(stored))
		}
		done := "replaced"
		if created {
			done = "made"
		}
		_, err = fmt.Fprintf(o.Out, "profile %s %s\n", id, done)
		return err
	})
}

// DeleteProfile deletes a profile, and prints so.
func (o Operator) DeleteProfile(ctx context.Context, merchantID, id string) error {
	return o.openProfiles(ctx, merchantID, func(p hpp.Profiles, m hpp.Merchant) error {
		if err := p.DeleteProfile(ctx, m, id); err != nil {
			return err
		}
		if o.JSON {
			return o.printJSON(map[string]string{"deleted": id})
		}
		_, err := fmt.Fprintf(o.Out, "profile %s deleted; sessions made with it stay as they are\n", id)
		return err
	})
}
