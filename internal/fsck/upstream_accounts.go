package fsck

import (
	"context"
	"regexp"
)

// shortestSealed is a nonce, one character and what proves that both are whole,
// in bytes.
const shortestSealed = 12 + 1 + 16

var keyForm = regexp.MustCompile(`^[0-9a-f]{16}$`)

// checkUpstreamAccounts judges merchants' accounts at other companies: whether a
// password can be opened only the server's secret knows, and it is not asked for.
func (r *run) checkUpstreamAccounts(ctx context.Context) error {
	count := r.counter("upstream accounts")
	for a, err := range r.Source.UpstreamAccounts(ctx) {
		if err != nil {
			return err
		}
		subject := "account " + a.Upstream + "/" + a.Label + " of merchant " + string(a.Merchant)
		r.countJudged(Belonging, 1)
		if !a.HasMerchant {
			r.report(Belonging, subject, "there is no such merchant; it should have gone with it")
		}
		if a.SealedSize < shortestSealed {
			r.report(Belonging, subject, "its sealed password has %d bytes; it should have %d or more", a.SealedSize, shortestSealed)
		}
		if !keyForm.MatchString(a.KeyID) {
			r.report(Belonging, subject, "its key is named %q; it should be 16 hex digits", a.KeyID)
		}
		count()
	}
	return nil
}
