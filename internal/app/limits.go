package app

import "github.com/openhpp/openhpp/internal/hpp"

// messageLimits are the limits with their defaults: in playground the quota
// that is published for tests (hpp.md §7.3), in production enough for a large
// shop and too little for a flood.
func (c *Config) messageLimits() hpp.MessageLimits {
	limits := hpp.MessageLimits{Session: 20, Recipient: 10, Email: 100, SMS: 20}
	if c.Environment == Production {
		limits.Email, limits.SMS = 10_000, 1_000
	}
	for _, limit := range []struct{ given, is *int64 }{
		{c.Messages.PerSession, &limits.Session}, {c.Messages.PerRecipient, &limits.Recipient},
		{c.Messages.EmailsPerDay, &limits.Email}, {c.Messages.SMSPerDay, &limits.SMS},
	} {
		if limit.given != nil {
			*limit.is = *limit.given
		}
	}
	return limits
}
