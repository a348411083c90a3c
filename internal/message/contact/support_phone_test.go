package contact

import (
	"errors"
	"strings"
	"testing"
)

func TestSupportPhone(t *testing.T) {
	for number, want := range map[string]string{
		"+46 8 123 456 78":                "+46812345678", // a fixed line
		"+46 (0)8-123 456 78":             "+46812345678",
		"tel:+49 30 901820":               "+4930901820",
		"+44 800 123 4567":                "+448001234567", // toll-free
		"+1 (212) 555-0123":               "+12125550123",
		"0046 8 123 456 78":               "+46812345678",
		"08-123 456 78":                   "", // of which country?
		"+999 123456":                     "",
		"help@shop.example":               "",
		"":                                "",
		"+46812345678\r\nX: y":            "",
		"+46" + strings.Repeat("1", 1000): "",
	} {
		got, err := SupportPhone(number)
		if got != want || (want == "") != errors.Is(err, errSupportPhone) {
			t.Errorf("SupportPhone(%.40q) = %q, %v; want %q", number, got, err, want)
		}
	}
}
