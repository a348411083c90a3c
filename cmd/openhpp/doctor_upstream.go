package main

import "context"

// doctorUpstream asks another company's API, so it runs only by itself, and is no
// part of what a doctor looks at unasked.
type doctorUpstream struct {
	idArgument
	Upstream string `arg:"" help:"klarna-eu, klarna-na, klarna-oc or kustom, each also with -test, or one of the server's own (OPENHPP_UPSTREAM_…)."`
	Session  string `arg:"" optional:"" help:"A payment session or Checkout order of that account."`
	upstreamFlags
}

func (c doctorUpstream) Run(ctx context.Context) error {
	return operatorOf(c.upstreamFlags).LookAtUpstream(ctx, c.ID, c.Upstream, c.Session)
}
