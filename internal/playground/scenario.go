package playground

import (
	"strings"

	"github.com/openhpp/openhpp/internal/hpp"
)

// Scenario is a result that a tester can ask for without typing anything.
type Scenario string

// The scenarios.
const (
	Approves  Scenario = "approved"
	Declines  Scenario = "declined"
	WrongCode Scenario = "wrong_code" // the payer types a code that is not the right one
	Pends     Scenario = "pending"    // approved, and fraud is weighed for a minute
	Stalls    Scenario = "silent"     // nothing is known for some seconds
)

// tags are what the payer's e-mail address says for each scenario.
var tags = map[Scenario]string{
	Approves: "", Declines: "+denied", WrongCode: "+" + wrongCodeTag, Pends: "+pend-accept-01", Stalls: "+" + silentTag,
}

// goodCode is a one-time code that passes, like every other but failingCode.
const goodCode = "123456"

// testName and testDomain make the published addresses: customer@email.se,
// with a country's letters in its internet domain (docs/spec/provider.md E.1).
const (
	testName   = "customer"
	testDomain = "@email."
)

// Fill answers the test person of a country (ISO 3166-1 alpha-2, upper case),
// for whom a purchase ends as the scenario says; false without either.
func Fill(country string, scenario Scenario) (hpp.Payer, bool) {
	tag, known := tags[scenario]
	p, there := persons[country]
	if !known || !there {
		return hpp.Payer{}, false
	}
	return hpp.Payer{
		Email: testName + tag + testDomain + domainOf(country), Phone: p.Phone, GivenName: p.GivenName, FamilyName: p.FamilyName,
		DateOfBirth: p.DateOfBirth, StreetAddress: p.StreetAddress, PostalCode: p.PostalCode, City: p.City, Region: p.Region, Country: country,
	}, true
}

// CodeOf is the one-time code that a test person would type; empty for
// everybody else.
func CodeOf(p hpp.Payer) string {
	name, domain, _ := strings.Cut(strings.ToLower(p.Email), "@")
	if name, _, _ = strings.Cut(name, "+"); name != testName || !strings.HasPrefix("@"+domain, testDomain) {
		return ""
	}
	if Tagged(p.Email, wrongCodeTag) {
		return failingCode
	}
	return goodCode
}
