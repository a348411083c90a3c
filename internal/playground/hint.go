package playground

// Hint is something to type on the payment page, and what it leads to.
type Hint struct{ Text, Result string }

// Hints are the test data to try first in a market, for a demonstration. domain
// is that of the addresses; country is the market's, ISO 3166-1 alpha-2, upper
// case.
func Hints(country, domain string) []Hint {
	found := []Hint{
		{"customer@" + domain, "is approved"},
		{"customer+denied@" + domain, "is declined; another method may follow"},
		{"customer+red@" + domain, "is not offered the method at all"},
	}
	if country == "US" || country == "GB" {
		found = append(found, Hint{"customer+pend-accept-05@" + domain, "waits five minutes for a fraud check"})
	}
	return append(found, Hint{"123456", "or any six digits is the right one-time code"}, Hint{"999999", "is the wrong one"})
}
