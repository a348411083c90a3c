package apicli

import (
	"bytes"
	"testing"
)

func TestMoney(t *testing.T) {
	for want, c := range map[string]struct {
		amount   int64
		currency string
	}{
		"120.50 SEK": {12050, "SEK"}, "0.05 EUR": {5, "EUR"}, "-1.00 USD": {-100, "USD"}, "500 JPY": {500, "JPY"},
		"1.234 KWD": {1234, "KWD"}, "0.00 SEK": {0, "SEK"}, "7": {7, ""},
	} {
		if got := money(c.amount, c.currency); got != want {
			t.Errorf("%d %s: %q, want %q", c.amount, c.currency, got, want)
		}
	}
}

func TestForms(t *testing.T) {
	things := []row{
		{document("{\n \"id\": \"a\", \"more\": 1}"), "a", []string{"a", "first"}},
		{document(`{"id":"b"}`), "b", []string{"b", "second"}},
	}
	for name, c := range map[string]struct {
		caller Caller
		want   string
	}{
		"people": {Caller{}, "ID  WHAT\na   first\nb   second\n"},
		"json":   {Caller{JSON: true}, "{\"id\":\"a\",\"more\":1}\n{\"id\":\"b\"}\n"},
		"quiet":  {Caller{Quiet: true}, "a\nb\n"},
	} {
		var out bytes.Buffer
		c.caller.Out = &out
		if err := c.caller.list([]string{"ID", "WHAT"}, things); err != nil || out.String() != c.want {
			t.Errorf("%s: %q, %v; want %q", name, out.String(), err, c.want)
		}
	}
}
