package sandbox

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/jsonfields"
	"github.com/openhpp/openhpp/internal/playground"
	wire "github.com/openhpp/openhpp/internal/wire/sandbox"
)

// Bounds of a request, and what holds where it says nothing.
const (
	maxWait       = 30 // seconds
	maxReview     = 99 * 24 * time.Hour
	defaultReview = 10 * time.Minute
	defaultReason = "denied"
)

// Act is an outcome with what it needs, checked.
type Act struct {
	Outcome Outcome
	Method  hpp.Category      // empty: as the page has it selected
	Person  string            // country of the test person; empty: the purchase's
	Ending  playground.Ending // of outcomes in which somebody pays, and of Resolve
	At      FailurePoint      // of Fail
	Code    string            // of Code
	Wait    time.Duration     // for the callbacks of the act's events
}

// belongs says which outcomes a member belongs to; one that is missing belongs to
// all.
var belongs = map[string][]Outcome{
	"method": append(slices.Clone(paying), CompleteElsewhere), "person": append(slices.Clone(paying), CompleteElsewhere),
	"reason": {Decline, Resolve}, "decide": {ApprovePending}, "after": {ApprovePending},
	"at": {Fail}, "value": {Code}, "as": {Resolve},
}

// actReader reads one act of a request and notes what is wrong with it.
type actReader struct {
	faults *jsonfields.Faults
	path   string // before members' names; empty or ending in a dot
}

func (r actReader) wrong(name, right string) {
	r.faults.Add(jsonfields.Wrong{Field: r.path + name, Right: right})
}

// read reads an act. It is of use only if nothing was noted.
func (r actReader) read(sent wire.ActRequest) Act {
	act := Act{
		Outcome: Outcome(sent.Outcome), Method: hpp.Category(strings.ToUpper(sent.Method)), Person: strings.ToUpper(sent.Person),
		Code: sent.Value, Wait: time.Duration(sent.Wait) * time.Second,
	}
	if !slices.Contains(Outcomes, act.Outcome) {
		r.wrong("outcome", "must be one of "+join(Outcomes))
		return act
	}
	r.checkMembers(sent, act.Outcome)
	if people := playground.Countries(); act.Person != "" && !slices.Contains(people, act.Person) {
		r.wrong("person", "must be a country with a test person: "+strings.Join(people, ", "))
	}
	if sent.Wait < 0 || sent.Wait > maxWait {
		r.wrong("wait", "must be whole seconds from 0 to "+strconv.Itoa(maxWait))
	}
	if act.Outcome == Code && !isCode(act.Code) {
		r.wrong("value", "must be six digits")
	}
	act.At = FailurePoint(r.word("at", string(sent.At), string(AtPlace), string(AtCapture)))
	act.Ending = r.ending(sent, act)
	return act
}

// checkMembers notes members that another outcome has.
func (r actReader) checkMembers(sent wire.ActRequest, outcome Outcome) {
	for _, member := range []struct{ name, value string }{
		{"method", sent.Method}, {"person", sent.Person}, {"reason", sent.Reason}, {"decide", string(sent.Decide)},
		{"after", sent.After}, {"at", string(sent.At)}, {"value", sent.Value}, {"as", string(sent.As)},
	} {
		if owners := belongs[member.name]; member.value != "" && !slices.Contains(owners, outcome) {
			r.wrong(member.name, "belongs to "+join(owners))
		}
	}
}

// ending is what the test person of an outcome asks the acquirer for.
func (r actReader) ending(sent wire.ActRequest, act Act) playground.Ending {
	as := r.word("as", string(sent.As), "approve", "decline")
	decide := r.word("decide", string(sent.Decide), "accept", "reject", "never")
	reason := r.word("reason", cmp.Or(sent.Reason, defaultReason), playground.Reasons()...)
	after := defaultReview
	if sent.After != "" {
		after = r.duration("after", sent.After, 0, maxReview)
	}
	switch act.Outcome {
	case Challenge:
		return playground.EndsChallenged
	case Withdraw:
		return playground.EndsWithdrawn
	case Stall:
		return playground.EndsStalled
	case Decline:
		return playground.EndsDeclined(reason)
	case Resolve:
		if as == "decline" {
			return playground.EndsDeclined(reason)
		}
	case ApprovePending:
		if decide == "never" {
			return playground.EndsUndecided
		}
		return playground.EndsPending(decide == "accept", after)
	case Fail:
		if act.At == AtCapture {
			return playground.EndsUncaptured
		}
		return playground.EndsLapsed
	}
	return playground.EndsApproved
}

// word reads one of several words, the first when it is empty.
func (r actReader) word(name, sent string, words ...string) string {
	if sent == "" {
		return words[0]
	}
	if !slices.Contains(words, sent) {
		r.wrong(name, "must be one of "+strings.Join(words, ", "))
	}
	return sent
}

// duration reads an ISO 8601 duration between two bounds.
func (r actReader) duration(name, sent string, least, most time.Duration) time.Duration {
	d, ok := ParseDuration(sent)
	if !ok || d < least || d > most {
		r.wrong(name, fmt.Sprintf("must be a duration from %s to %s, such as PT10M", FormatDuration(least), FormatDuration(most)))
	}
	return d
}

func isCode(text string) bool {
	return len(text) == 6 && strings.Trim(text, "0123456789") == ""
}

func join[T ~string](words []T) string {
	all := make([]string, len(words))
	for i, word := range words {
		all[i] = string(word)
	}
	return strings.Join(all, ", ")
}
