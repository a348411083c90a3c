package playground

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/openhpp/openhpp/internal/hpp"
)

// Ending is how an attempt of a test person ends, for a tester who types
// nothing: the tags of the person's e-mail address, which decide here as they do
// for everybody else.
type Ending string

// The endings that need no more words.
const (
	EndsChallenged Ending = ""               // a one-time code is asked for
	EndsApproved   Ending = atOnceTag        // without a code
	EndsWithdrawn  Ending = "red"            // the method is not offered any more
	EndsStalled    Ending = stalledTag       // nothing is said until the address is another
	EndsLapsed     Ending = "now+lapsed"     // approved, and too old for an order at once
	EndsUncaptured Ending = "now+uncaptured" // approved, and every capture is declined
	EndsUndecided  Ending = "now+pend-never" // approved, and the fraud check does not end
)

// EndsDeclined is a decline with one of Reasons, without a code.
func EndsDeclined(reason string) Ending { return atOnceTag + "+" + reasonTag + Ending(reason) }

// EndsPending is an approval whose fraud check ends so long after the order was
// placed, in whole seconds, without a code.
func EndsPending(accept bool, after time.Duration) Ending {
	end := "reject"
	if accept {
		end = "accept"
	}
	return Ending(fmt.Sprintf("%s+pend-%s-%ds", atOnceTag, end, int64(after/time.Second)))
}

// PersonFor is the test person of a country (ISO 3166-1 alpha-2, upper case) for
// whom an attempt ends so; false without one.
func PersonFor(country string, ending Ending) (hpp.Payer, bool) {
	payer, ok := Fill(country, Approves)
	if ok {
		payer.Email = AddressFor(country, ending)
	}
	return payer, ok
}

// AddressFor is the e-mail address of such a person. Its name is short: with the
// longest reason it has as many characters before the @ as an address may.
func AddressFor(country string, ending Ending) string {
	name := "c"
	if ending != "" {
		name += "+" + string(ending)
	}
	return name + testDomain + domainOf(country)
}

// domainOf is the last part of test addresses of a country.
func domainOf(country string) string {
	return cmp.Or(map[string]string{"GB": "uk"}[country], strings.ToLower(country))
}

// Countries are those that have a test person, in order.
func Countries() []string {
	return slices.Sorted(maps.Keys(persons))
}
