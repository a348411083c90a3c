package cli

import (
	"context"
	"errors"
	"fmt"
	"text/tabwriter"

	"github.com/openhpp/openhpp/internal/app"
	"github.com/openhpp/openhpp/internal/hpp"
)

// ErrUpstreamTest means that not all credentials are right.
var ErrUpstreamTest = errors.New("not all credentials are right")

// upstreamResult is an account's result as it is printed in JSON.
type upstreamResult struct {
	Label  string `json:"label"`
	Result string `json:"result"` // right, wrong or unknown
	Reason string `json:"reason,omitempty"`
}

func resultOf(label string, err error) upstreamResult {
	account, wrong := errors.AsType[*hpp.AccountError](err)
	switch {
	case err == nil:
		return upstreamResult{label, "right", ""}
	case wrong:
		return upstreamResult{label, "wrong", account.Message}
	}
	return upstreamResult{label, "unknown", err.Error()}
}

// LookAtUpstream is the first look at a merchant's account: TestUpstream, which says
// what it would need to see more.
func (o Operator) LookAtUpstream(ctx context.Context, merchant, name, session string) error {
	err := o.TestUpstream(ctx, merchant, name, session)
	if err == nil && session == "" && !o.JSON {
		_, err = fmt.Fprintln(o.Out, "To see the members of a payment session or Checkout order, make one there and name its id.")
	}
	return err
}

// TestUpstream prints of each of a merchant's accounts at an upstream whether its
// credentials are right, without making anything, and the shape of a payment
// session where one is named: which members it has, not what stands in them.
func (o Operator) TestUpstream(ctx context.Context, merchant, name, session string) error {
	tested, err := app.TestUpstream(ctx, o.Config, hpp.MerchantID(merchant), name, session)
	if account, ok := errors.AsType[*hpp.AccountError](err); ok && len(tested.Accounts) == 0 {
		return errors.New(account.Message)
	}
	if len(tested.Accounts) == 0 {
		return err
	}
	results := make([]upstreamResult, 0, len(tested.Accounts))
	for _, one := range tested.Accounts {
		result := resultOf(one.Label, one.Err)
		results = append(results, result)
		if result.Result != "right" {
			err = errors.Join(ErrUpstreamTest, err)
		}
	}
	return errors.Join(o.printUpstreamTest(results, tested), err)
}

// originResult is an origin of a browser part as it is printed in JSON.
type originResult struct {
	Origin  string `json:"origin"`
	Allowed bool   `json:"allowed_by_policy"`
}

func (o Operator) printUpstreamTest(results []upstreamResult, tested app.UpstreamTest) error {
	origins := []originResult{}
	var members map[string]any
	if shape := tested.Shape; shape != nil {
		members = shape.Members
		for _, one := range shape.Origins {
			origins = append(origins, originResult{one.Address, one.Allowed})
		}
	}
	if o.JSON {
		return o.printDocument(map[string]any{"accounts": results, "shape": members, "origins": origins})
	}
	t := tabwriter.NewWriter(o.Out, 0, 4, 2, ' ', 0)
	_, _ = fmt.Fprintln(t, "LABEL\tCREDENTIALS\tREASON")
	for _, r := range results {
		_, _ = fmt.Fprintf(t, "%s\t%s\t%s\n", r.Label, r.Result, r.Reason)
	}
	if len(origins) > 0 {
		_, _ = fmt.Fprintln(t, "\nORIGIN OF ITS SCRIPT\tTHE STEP'S POLICY")
	}
	for _, one := range origins {
		_, _ = fmt.Fprintf(t, "%s\t%s\n", one.Origin, map[bool]string{true: "allows it", false: "refuses it"}[one.Allowed])
	}
	if err := t.Flush(); err != nil || members == nil {
		return err
	}
	return o.printDocument(members)
}
