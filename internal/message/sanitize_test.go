package message

import (
	"regexp"
	"strings"
	"testing"
	"unicode"

	"pgregory.net/rapid"
)

func TestSanitize(t *testing.T) {
	for _, test := range []struct{ text, want string }{
		// Names of honest shops and things.
		{"The lamp shop", "The lamp shop"},
		{"Åhléns & Söner", "Åhléns & Söner"},
		{"H&M", "H&M"},
		{"7-Eleven", "7-Eleven"},
		{"Dr. Oetker", "Dr. Oetker"},
		{"L'Oréal (Paris)", "L'Oréal (Paris)"},
		{"Lamps @ Home", "Lamps Home"},
		{"Kabel 2.5 m, 1,5 mm²", "Kabel 2.5 m, 1,5 mm2"},
		{"USB 3.0 hub", "USB 3.0 hub"},
		{"900 Watt", "900 Watt"},
		{"Season ticket 2026/27", "Season ticket 2026/27"},
		{"Membership 2026–2027", "Membership 2026–2027"},
		{"Concert 31.12.2026", "Concert 31.12.2026"},
		{"Room 2026-03-09 19:30", "Room 2026-03-09 19:30"},
		{"Table 12:30–14:00", "Table 12:30–14:00"},
		{"60×80 cm", "60×80 cm"},
		{"متجر المصابيح", "متجر المصابيح"},
		{"  two \t\r\n lines ", "two lines"},
		// A shop that is called as its domain keeps its name, but no link.
		{"Lampen.de", "Lampen de"},
		{"www.lamps.example", "www lamps example"},
		// Addresses that could be followed.
		{"call +1 (800) 555-0199", "call …"},
		{"Call 1-800-SCAMMER now", "Call … now"},
		{"(800) 555 0199", "…"},
		{"+44 20 7946 0958", "…"},
		{"ring 070–123 45 67!", "ring …!"},
		{"8 0 0 5 5 5 0 1 9 9", "…"},
		{"800.555.0199", "…"},
		{"800•555•0199", "…"},
		{"８００－５５５－０１９９", "…"},
		{"①⑧⓪⓪⑤⑤⑤⓪①⑨⑨", "…"},
		{"٠٧٠١٢٣٤٥٦٧", "…"},
		{"1️⃣8️⃣0️⃣0️⃣5️⃣5️⃣5️⃣", "…"},
		{"55💡50💡199", "…"},
		{"555\u200b0199", "…"},
		{"2026-03-09 555 0199", "…"},
		{"pay at evil.example/x", "pay at …"},
		{"pay at evil.example", "pay at evil example"},
		{"evil.example:8443 now", "… now"},
		{"evil.example?x=1", "…"},
		{"http://evil.example", "…"},
		{"HTTPS://EVIL.EXAMPLE/A B", "… B"},
		{"hxxps://evil.example", "…"},
		{"//evil.example/x", "…"},
		{`\\evil.example\x`, "…"},
		{"http://192.0.2.1/login", "…"},
		{"192.0.2.1/login", "…"},
		{"support@evil.example", "…"},
		{"mailto:support@evil.example", "…"},
		{"tel:+18005550199", "…"},
		{"javascript:alert(1)", "…"},
		{"ｓｕｐｐｏｒｔ＠ｅｖｉｌ．ｅｘａｍｐｌｅ", "…"},
		{"evil。example/x", "…"},
		{"𝐞𝐯𝐢𝐥.𝐞𝐱𝐚𝐦𝐩𝐥𝐞", "evil example"},
		{"ev\u00adil.exam\u200bple", "evil example"},
		{"еvil.соm", "еvil соm"}, // Cyrillic letters among them
		{"пример.рф/x", "…"},
		{"evil®.example", "evil .example"},
		{"evil💡.example", "evil .example"},
		{"=?utf-8?b?aHR0cDovL2V2aWwuZXhhbXBsZQ==?=", "utf-8?b?aHR0cDovL2V2aWwuZXhhbXBsZQ= ="}, // no header decodes it
		{"@evil on a messenger", "evil on a messenger"},
		// What turns, hides or piles up.
		{"shop\u202egnp.exe", "shopgnp exe"},
		{"\u2066a\u2069\u200f\u061cb", "ab"},
		{"a" + strings.Repeat("\u0301", 50), "á" + strings.Repeat("\u0301", 3)},
		{"tab\x00\x1b[31mred", "tab [31mred"},
		{"line\u2028two", "line two"},
		{"\xff\xfebad", "bad"},
		{"<b>{{.Amount}}</b>", "<b>{{.Amount}}</b>"}, // stays text: see the tests of mails
		{"", ""},
	} {
		if got := sanitize(test.text, 60); got != test.want {
			t.Errorf("sanitize(%q) = %q, want %q", test.text, got, test.want)
		}
	}
}

func TestSanitizeIsCapped(t *testing.T) {
	for _, test := range []struct {
		text string
		want string
	}{
		{strings.Repeat("x", 12), strings.Repeat("x", 10) + "…"},
		{"åäöåäöåäöå", "åäöåäöåäöå"},
		{"nine nine nine", "nine nine…"},
		{strings.Repeat("y", 1<<20), strings.Repeat("y", 10) + "…"},
	} {
		if got := sanitize(test.text, 10); got != test.want {
			t.Errorf("sanitize(%.20q) = %q, want %q", test.text, got, test.want)
		}
	}
}

// followable is how programs find addresses and numbers in a text, more eagerly
// than most.
var followable = regexp.MustCompile(`(?i)[\pL\pN]\.[\pL]{2,}|\S@\S|://|\+?\d(?:[ ()\-./]?\d){6,}`)

func TestNothingInMerchantsWordsLeadsAnywhere(t *testing.T) {
	pieces := []string{"evil", ".", "example", "/", "x", "@", " ", "http", ":", "//", "+1", "(800)", "-", "555", "0199", "…", "💡", "®", "·", "\u200b", "．", "。", "①", "8", "é", "Ж", "مصباح", "\u0301", "www.", "com", "(", ")", "_", "2026", "31.12.2026", "\\", "?", "#"}
	rapid.Check(t, func(t *rapid.T) {
		text := strings.Join(rapid.SliceOfN(rapid.SampledFrom(pieces), 0, 14).Draw(t, "pieces"), "")
		got := sanitize(text, 60)
		for _, shown := range []string{got, transliterate(got)} {
			for _, found := range followable.FindAllString(shown, -1) {
				if !strings.Contains(found, "2026") { // dates may stay
					t.Fatalf("%q becomes %q, in which %q leads somewhere", text, shown, found)
				}
			}
		}
		if strings.ContainsFunc(got, func(r rune) bool { return unicode.IsControl(r) || unicode.Is(unicode.Cf, r) }) || len([]rune(got)) > 4*60+1 {
			t.Fatalf("%q becomes %q", text, got)
		}
	})
}

func FuzzSanitized(f *testing.F) {
	for _, seed := range []string{"The lamp shop", "call +1 (800) 555-0199", "http://evil.example", "a@b.c", "\xff\u202e"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		got := sanitize(text, 60)
		if strings.ContainsAny(got, "\r\n\x00@") || strings.Contains(got, "://") || followable.MatchString(got) && !strings.ContainsAny(got, "0123456789") {
			t.Errorf("sanitize(%q) = %q", text, got)
		}
	})
}
