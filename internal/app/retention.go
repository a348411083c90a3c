package app

import (
	"time"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/inbox"
	"github.com/openhpp/openhpp/internal/retention"
)

const (
	day = 24 * time.Hour
	// keepDays is how long sessions are kept where nothing else is said:
	// over a year, so that last year's season can be looked at.
	keepDays = 400
	// A session is kept for as long as an idempotency key may answer it.
	fewestDays, mostDays = int(hpp.IdempotencyKeyLife / day), 36_500
)

// retention makes the sweeper of what is past its time.
func (a *App) retention() *retention.Sweeper {
	return retention.NewSweeper(a.db.retention, retention.Options{
		Now: time.Now, Log: a.log,
		Observe: func(kind retention.Kind, gone int) { a.metrics.Swept(string(kind), gone) },
	}, a.config.retentionRules()...)
}

// retentionRules is how long everything is kept that has an end.
func (c *Config) retentionRules() []retention.Rule {
	rules := []retention.Rule{
		{Kind: retention.Keys, Keep: hpp.IdempotencyKeyLife},
		{Kind: retention.Answers, Keep: hpp.IdempotencyKeyLife},
		{Kind: retention.Codes, Keep: hpp.AccessCodeLife},
		{Kind: retention.Quotas, Keep: hpp.QuotaLife},
		{Kind: retention.Messages, Keep: inbox.KeepFor},
	}
	days := keepDays
	if c.KeepSessions != nil {
		days = *c.KeepSessions
	}
	if days == 0 {
		return rules
	}
	for _, kind := range []retention.Kind{retention.Sessions, retention.Orders, retention.Payments, retention.Checkouts} {
		rules = append(rules, retention.Rule{Kind: kind, Keep: time.Duration(days) * day})
	}
	return rules
}
