package app

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/merchant"
	"github.com/openhpp/openhpp/internal/web"
	openhppwire "github.com/openhpp/openhpp/internal/wire/openhpp"
)

// profiling opens the database for work on one merchant's profiles.
func (a Admin) profiling(ctx context.Context, merchantID string, use func(hpp.Profiling, hpp.Merchant) error) error {
	return a.open(ctx, func(db *database) error {
		account, err := db.merchants.Account(ctx, hpp.MerchantID(merchantID))
		if err != nil {
			return err
		}
		return use(&hpp.Service{Profiles: db.profiles, Now: time.Now}, merchant.Vouched(account.ID, account.Name))
	})
}

// ListProfiles prints a merchant's profiles.
func (a Admin) ListProfiles(ctx context.Context, merchantID string) error {
	return a.profiling(ctx, merchantID, func(p hpp.Profiling, m hpp.Merchant) error {
		all, err := p.ListProfiles(ctx, m)
		if err != nil {
			return err
		}
		rows := make([]openhppwire.Profile, 0, len(all))
		for _, one := range all {
			rows = append(rows, openhppwire.ProfileBody(one))
		}
		if a.JSON {
			return json.NewEncoder(a.Out).Encode(rows)
		}
		t := tabwriter.NewWriter(a.Out, 0, 4, 2, ' ', 0)
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
func (a Admin) ShowProfile(ctx context.Context, merchantID, id string) error {
	return a.profiling(ctx, merchantID, func(p hpp.Profiling, m hpp.Merchant) error {
		one, err := p.Profile(ctx, m, id)
		if err != nil {
			return err
		}
		out := json.NewEncoder(a.Out)
		out.SetIndent("", "  ")
		out.SetEscapeHTML(false)
		return out.Encode(openhppwire.ProfileBody(one))
	})
}

// PutProfile makes or replaces a profile from JSON.
func (a Admin) PutProfile(ctx context.Context, merchantID, id string, from io.Reader) error {
	return a.profiling(ctx, merchantID, func(p hpp.Profiling, m hpp.Merchant) error {
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
		if a.JSON {
			return a.printJSON(openhppwire.ProfileBody(stored))
		}
		done := "replaced"
		if created {
			done = "made"
		}
		_, err = fmt.Fprintf(a.Out, "profile %s %s\n", id, done)
		return err
	})
}

// DeleteProfile deletes a profile, and prints so.
func (a Admin) DeleteProfile(ctx context.Context, merchantID, id string) error {
	return a.profiling(ctx, merchantID, func(p hpp.Profiling, m hpp.Merchant) error {
		if err := p.DeleteProfile(ctx, m, id); err != nil {
			return err
		}
		if a.JSON {
			return a.printJSON(map[string]string{"deleted": id})
		}
		_, err := fmt.Fprintf(a.Out, "profile %s deleted; sessions made with it stay as they are\n", id)
		return err
	})
}
