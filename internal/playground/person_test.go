package playground_test

import (
	"testing"

	"github.com/openhpp/openhpp/internal/playground"
	"github.com/openhpp/openhpp/internal/provider/market"
	"github.com/openhpp/openhpp/internal/typed/phone"
)

// phones repeats the phones of docs/spec/provider.md E.3: what the data file
// says is checked against a second hand.
var phones = []struct{ country, approved, denied string }{
	{"AT", "+4306762600456", "+4306762600745"},
	{"AU", "+61473752244", "+61473763254"},
	{"BE", "+32485121291", "+32485212123"},
	{"CA", "+15197438620", "+15197308624"},
	{"CH", "+41758680000", "+41758680001"},
	{"CZ", "+420771613715", "+420771623691"},
	{"DE", "+49017614284340", "+49017610927312"},
	{"DK", "+4542555628", "+4552555348"},
	{"ES", "+34672563009", "+34682425101"},
	{"FI", "+358401234567", "+358401234568"},
	{"FR", "+33689854321", "+33687984322"},
	{"GB", "+447755564318", "+447355505530"},
	{"GR", "+306945553624", "+306945553625"},
	{"HU", "+36300102692", "+36705553575"},
	{"IE", "+353855351400", "+353855351401"},
	{"IT", "+393339741231", "+393312232389"},
	{"MX", "+525593747739", "+525593747740"},
	{"NL", "+31689124321", "+31632167678"},
	{"NO", "+4740123456", "+4740123457"},
	{"NZ", "+6427555290", "+642993007712"},
	{"PL", "+48795222223", "+48795223325"},
	{"PT", "+351935556731", "+351915593837"},
	{"RO", "+40741209876", "+40707127444"},
	{"SE", "+46701740615", "+46701740620"},
	{"SK", "+421905123456", "+421905123457"},
	{"US", "+13106683312", "+13106354386"},
}

func TestPhones(t *testing.T) {
	for _, want := range phones {
		if playground.Denies(want.country, want.approved) || !playground.Denies(want.country, want.denied) {
			t.Errorf("%s: phones judged wrongly", want.country)
		}
		if !phone.Possible(want.approved) || !phone.Possible(want.denied) {
			t.Errorf("%s: phones are no phones", want.country)
		}
	}
	if len(phones) != len(market.All()) {
		t.Errorf("%d test persons for %d markets", len(phones), len(market.All()))
	}
}

func TestDenies(t *testing.T) {
	for phone, want := range map[string]bool{
		"+46701740620": true, "+46 70-174 06 20": true, "0701740620": true, "070 174 06 20": true, "0046701740620": true, "+460701740620": true,
		"": false, "+46701740621": false, "+45701740620": false, "701740620": true,
	} {
		if got := playground.Denies("SE", phone); got != want {
			t.Errorf("%q: %v", phone, got)
		}
	}
}
