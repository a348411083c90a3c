package app

import (
	"context"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/playground"
	"github.com/openhpp/openhpp/internal/typed/phone"
)

// examples are numbers in the published examples of clients that no plan
// knows, beside those of the test data.
var examples = []struct{ number, country string }{
	{"07000212345", "SE"}, {"+46765260000", "SE"}, {"+44795465131", "GB"}, {"333444555", "PL"}, {"+48123456789", "PL"},
	{"555-555-0199", "US"}, {"1-555-555-5555", "US"},
}

// samplePhones are the numbers, in E.164, that the playground takes for what
// they stand for: those of the published examples and of the test data. In
// production there are none.
func samplePhones(environment Environment) map[string]bool {
	if environment != Playground {
		return nil
	}
	samples := map[string]bool{}
	for _, example := range examples {
		samples[phone.Normal(example.number, example.country)] = true
	}
	for number, country := range playground.Phones() {
		samples[phone.Normal(number, country)] = true
	}
	return samples
}

// sampleGuard keeps messages to sample numbers in the inbox: nobody has them, and a
// gateway would charge for the try.
type sampleGuard struct {
	samples map[string]bool
	kept    hpp.Messenger
	sent    hpp.Messenger
}

// Send implements hpp.Messenger.
func (s sampleGuard) Send(ctx context.Context, i hpp.Invitation) error {
	if s.samples[i.Distribution.To] {
		return s.kept.Send(ctx, i)
	}
	return s.sent.Send(ctx, i)
}
