package app

import "github.com/openhpp/openhpp/internal/hpp"

// MessageConfig bounds messages. nil: the default; 0: no limit.
type MessageConfig struct {
	PerSession   *int64 // messages and codes of one session
	PerRecipient *int64 // messages of a merchant to one address or number, a day
	EmailsPerDay *int64 // of one merchant
	SMSPerDay    *int64 // of one merchant
}

// byName are the limits as an operator knows them.
func (m MessageConfig) byName() map[string]*int64 {
	return map[string]*int64{
		"OPENHPP_MESSAGES_PER_SESSION": m.PerSession, "OPENHPP_MESSAGES_PER_RECIPIENT": m.PerRecipient,
		"OPENHPP_EMAILS_PER_DAY": m.EmailsPerDay, "OPENHPP_SMS_PER_DAY": m.SMSPerDay,
	}
}

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
