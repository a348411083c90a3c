package purchase_test

import (
	"strings"
	"testing"

	"github.com/openhpp/openhpp/internal/provider/purchase"
)

func TestForms(t *testing.T) {
	for _, c := range []struct {
		name  string
		judge func(string) bool
		good  []string
		bad   []string
	}{
		{
			"email", purchase.Email,
			[]string{"customer@email.se", "joe+pend-reject-60@example.com", "å@räksmörgås.se"},
			[]string{"", "a", "a@b", "a@b.", "@b.se", "a b@c.se", "a@b@c.se", "a@b .se", strings.Repeat("x", 65) + "@b.se", "a@" + strings.Repeat("x", 100) + ".se"},
		},
		{
			"name", purchase.Name,
			[]string{"Al", "Test Person-at", "O'Brien", "Von Doe", "李四", "Ádám", "Jr.", "O´Brien", "O`Brien", "O’Brien", "O‘Brien", "Marcel·la", "Anna‑Lena", "Anna–Lena", "Al\u200bice",
				"\u202dAlice\u202c", "Al\u00adice", "علی\u200cرضا", "Nguyễn", "Ng'ang'a", "Å. Ek"},
			[]string{"", "A", "12", "12345", "<b>Al</b>", "Al;", "Al\n", " A ", "A\u200b", "\u200b\u200b", "Al\x00", "Al\ufffd", "´´"},
		},
		{
			"date", purchase.Date,
			[]string{"1941-03-21", "2000-02-29"},
			[]string{"", "21-03-1941", "1941-3-21", "1999-02-29", "1899-12-31", "1941-03-21T00:00:00Z"},
		},
	} {
		for _, text := range c.good {
			if !c.judge(text) {
				t.Errorf("%s %q refused", c.name, text)
			}
		}
		for _, text := range c.bad {
			if c.judge(text) {
				t.Errorf("%s %q taken", c.name, text)
			}
		}
	}
}
