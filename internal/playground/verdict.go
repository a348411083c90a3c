package playground

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/openhpp/openhpp/internal/hpp"
)

// verdict is what the test data asks for; both empty means approved.
type verdict struct {
	declined string // reason
	review   *review
}

// pendingTag is published with two digits of minutes; seconds are ours.
var pendingTag = regexp.MustCompile(`^pend-(accept|reject)-([0-9]{2}|[0-9]{1,7}s)$`)

// A fraud check with undecidedTag ends after longer than anybody waits.
const (
	undecidedTag = "pend-never"
	undecidedFor = 10 * 365 * 24 * time.Hour
)

const reasonTag = "reject_reason_"

// reasons are the published words behind reject_reason_ (docs/spec/provider.md E.1).
var reasons = []string{
	"other", "could_not_establish_identity", "credit_limit_exceeded",
	"customer_not_fulfilling_previous_engagements", "external_hard_reject", "high_risk",
	"legal_restraints", "technical_error", "internal_block", "low_credit_rating", "under_age", "denied",
}

// judge decides by the tags in the e-mail address, whatever its name and
// domain, and by the market's refused phone (docs/spec/provider.md E.1, E.3). A refusal
// wins over everything.
func judge(payer hpp.Payer, country string) verdict {
	tags := emailTags(payer.Email)
	for _, tag := range tags {
		if reason, ok := strings.CutPrefix(tag, reasonTag); ok {
			if !slices.Contains(reasons, reason) {
				reason = "other"
			}
			return verdict{declined: reason}
		}
	}
	if reason, ok := rejectingPhone(payer.Phone); ok && country == "US" {
		return verdict{declined: reason}
	}
	if slices.Contains(tags, "denied") && !slices.ContainsFunc(tags, isStep) || Denies(country, payer.Phone) {
		return verdict{declined: "denied"}
	}
	for _, tag := range tags {
		if part := pendingTag.FindStringSubmatch(tag); part != nil {
			return verdict{review: &review{accept: part[1] == "accept", wait: reviewTime(part[2])}}
		}
		if tag == undecidedTag {
			return verdict{review: &review{accept: true, wait: undecidedFor}}
		}
	}
	return verdict{}
}

// reviewTime reads minutes, or seconds that say so.
func reviewTime(text string) time.Duration {
	digits, isSeconds := strings.CutSuffix(text, "s")
	number, _ := strconv.Atoi(digits) // digits, by the pattern
	if isSeconds {
		return time.Duration(number) * time.Second
	}
	return time.Duration(number) * time.Minute
}

// isStep reports whether a tag asks for a further step of identification. The
// one-time code stands for it, so it has been taken by now.
func isStep(tag string) bool { return strings.HasPrefix(tag, "auth_") }

// firstRejecting is the first of the American phones that are refused with a
// reason each.
const firstRejecting = 13105558636

func rejectingPhone(phone string) (string, bool) {
	digits := strings.Map(func(r rune) rune {
		if r < '0' || r > '9' {
			return -1
		}
		return r
	}, phone)
	number, err := strconv.ParseInt(digits, 10, 64)
	if at := number - firstRejecting; err == nil && at >= 0 && at < int64(len(reasons)) {
		return reasons[at], true
	}
	return "", false
}

// Tagged reports whether an e-mail address carries a tag of the test data.
func Tagged(email, tag string) bool { return slices.Contains(emailTags(email), tag) }

// emailTags are the words behind plus signs before the @, in lower case.
func emailTags(email string) []string {
	local, _, _ := strings.Cut(strings.ToLower(email), "@")
	return strings.Split(local, "+")[1:]
}
