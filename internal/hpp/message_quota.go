package hpp

import (
	"encoding/hex"
	"time"
)

// MessageLimits bound what a merchant may send, so that no mailbox is
// flooded and no phone bill inflated (docs/spec/safety.md A62). 0 is no limit.
type MessageLimits struct {
	Session   int64 // messages and codes of one session, ever
	Recipient int64 // messages to one address or number, a day
	Email     int64 // e-mails of one merchant, a day
	SMS       int64 // text messages of one merchant, a day
}

const dayLength = 24 * time.Hour

// QuotaLife is how long the counts of a day are kept after it.
const QuotaLife = 2 * dayLength

// QuotaDay is the day that a moment's messages count on: days since 1970, UTC.
func QuotaDay(t time.Time) int64 { return t.Unix() / int64(dayLength/time.Second) }

// quotas are what one message counts against on a day. mailbox is whose it is.
func (l MessageLimits) quotas(d Distribution, mailbox []byte, now time.Time) []Quota {
	day := QuotaDay(now)
	var all []Quota
	add := func(scope string, limit int64) {
		if limit > 0 {
			all = append(all, Quota{Scope: scope, Day: day, Limit: limit})
		}
	}
	switch d.Method {
	case ByEmail:
		add(string(ByEmail), l.Email)
	case BySMS:
		add(string(BySMS), l.SMS)
	case ByToken:
		return nil // a phone asked for it, and nobody pays for it
	}
	add("to "+hex.EncodeToString(mailbox), l.Recipient)
	return all
}

// quotaError is the answer to a message too many: the day's counts begin anew
// at midnight UTC.
func quotaError(now time.Time, what string) *Error {
	e := newError(CodeTooMany, "Too many messages "+what)
	e.RetryAfter = now.Truncate(dayLength).Add(dayLength).Sub(now)
	return e
}

// ErrQuota means that a day's count of a scope is used up. Stores return it
// with the scope.
type ErrQuota struct{ Scope string }

func (e ErrQuota) Error() string { return "hpp: the quota " + e.Scope + " is used up" }

// asError says it to the merchant.
func (e ErrQuota) asError(now time.Time) *Error {
	switch e.Scope {
	case string(ByEmail):
		return quotaError(now, "today: this merchant has sent as many e-mails as it may in a day")
	case string(BySMS):
		return quotaError(now, "today: this merchant has sent as many text messages as it may in a day")
	}
	return quotaError(now, "to this recipient today")
}
