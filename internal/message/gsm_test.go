package message

import (
	"strings"
	"testing"
	"unicode/utf16"

	"pgregory.net/rapid"
)

func TestAlphabet(t *testing.T) {
	if n := len([]rune(gsmAlphabet)); n != 127 { // 128 places, one of them the escape
		t.Errorf("the default alphabet has %d characters", n)
	}
	if n := len([]rune(gsmExtension)); n != 10 {
		t.Errorf("the extension has %d characters", n)
	}
	seen := map[rune]bool{}
	for _, r := range gsmAlphabet + gsmExtension {
		if seen[r] {
			t.Errorf("%q is there twice", r)
		}
		seen[r] = true
	}
}

func TestSegments(t *testing.T) {
	for _, test := range []struct {
		name, text string
		count      int
		unicode    bool
	}{
		{"nothing", "", 1, false},
		{"160", strings.Repeat("a", 160), 1, false},
		{"161", strings.Repeat("a", 161), 2, false},
		{"306", strings.Repeat("a", 306), 2, false},
		{"307", strings.Repeat("a", 307), 3, false},
		{"459", strings.Repeat("é", 459), 3, false},
		{"460", strings.Repeat("é", 460), 4, false},
		{"the euro counts two", strings.Repeat("€", 80), 1, false},
		{"and a little more", strings.Repeat("€", 80) + "a", 2, false},
		{"no pair is torn apart", strings.Repeat("a", 152) + "€" + strings.Repeat("a", 151), 2, false},
		{"so this takes a third", strings.Repeat("a", 152) + "€" + strings.Repeat("a", 152), 3, false},
		{"70 of UCS-2", strings.Repeat("ш", 70), 1, true},
		{"71 of UCS-2", strings.Repeat("ш", 71), 2, true},
		{"134 of UCS-2", strings.Repeat("ш", 134), 2, true},
		{"135 of UCS-2", strings.Repeat("ш", 135), 3, true},
		{"one letter is enough", strings.Repeat("a", 100) + "ш", 2, true},
		{"lower c cedilla is not in it", "ç", 1, true},
		{"upper is", "Ç", 1, false},
		{"emoji take two", strings.Repeat("💡", 35), 1, true},
		{"and more", strings.Repeat("💡", 36), 2, true},
		{"33 in a part", strings.Repeat("💡", 66), 2, true},
		{"not 33 and a half", strings.Repeat("💡", 67), 3, true},
	} {
		if count, unicode := countSegments(test.text); count != test.count || unicode != test.unicode {
			t.Errorf("%s: %d, %t; want %d, %t", test.name, count, unicode, test.count, test.unicode)
		}
	}
}

func TestSegmentsAreEnoughAndNotTooMany(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringOfN(rapid.RuneFrom([]rune("aZ9 é€[~")), 0, 700, -1).Draw(t, "text")
		if rapid.Bool().Draw(t, "unicode") {
			text += rapid.StringOfN(rapid.RuneFrom([]rune("шم💡a")), 1, 300, -1).Draw(t, "more")
		}
		count, ucs := countSegments(text)
		units, alone, part, widest := 0, gsmSingle, gsmPart, 2
		if ucs {
			units, alone, part = len(utf16.Encode([]rune(text))), ucsSingle, ucsPart
		} else {
			for _, r := range text {
				units += septetsOf(r)
			}
		}
		if ucs == isGSM(text) {
			t.Fatalf("unicode=%t", ucs)
		}
		if (count == 1) != (units <= alone) {
			t.Fatalf("%d units in %d", units, count)
		}
		if count > 1 && (count*part < units || (count-1)*(part-widest+1) >= units) {
			t.Fatalf("%d units in %d parts of %d", units, count, part)
		}
		if more, _ := countSegments(text + "a"); more < count {
			t.Fatalf("%d parts, with one letter more %d", count, more)
		}
	})
}

func TestFold(t *testing.T) {
	for text, want := range map[string]string{
		"Smörgås på Söder":          "Smörgås på Söder",
		"Zażółć gęślą jaźń":         "Zazolc gesla jazn",
		"Příliš žluťoučký kůň":      "Prilis zlutoucky kun",
		"Árvíztűrő tükörfúrógép":    "Arvizturo tükörfurogép",
		"Țară și față":              "Tara si fata",
		"Façade, Übergröße":         "Facade, Übergröße",
		"Ćwiartka Łódź, đ ı œ":      "Cwiartka Lodz, d i oe",
		"Καλημέρα, ψυχή Ωρα":        "KAΛHMEPA, ΨYXH ΩPA",
		"1\u00a0234,56\u202fzł":     "1 234,56 zl",
		"„quoted“ ‘so’ – and…":      `"quoted" 'so' - and..`,
		"Lampe® No.1™ 💡":            "Lampe No.1",
		"ae\u0301 x\u0302":          "aé x",
		"Лампы":                     "Лампы",
		"مصباح":                     "مصباح",
		"10 € [x] {y} ^ ~ | \\ £ ¥": "10 € [x] {y} ^ ~ | \\ £ ¥",
	} {
		if got := transliterate(text); got != want {
			t.Errorf("fold(%q) = %q, want %q", text, got, want)
		}
	}
}

func TestFoldReachesGSMForLatinAndGreek(t *testing.T) {
	letters := []rune("aąáàâäãåāæbcćčçdďđeéěęèêëēfgğģhiíìîïįıjkķlłľļmnñńňņoóòôöõőøœpqrřŕsšśșşßtťțţuúùûüűůūvwxyýÿzžźżαάβγδεέζηήθιίϊκλμνξοόπρσςτυύφχψωώ 019.,-!?&'\"")
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringOf(rapid.RuneFrom(letters)).Draw(t, "text")
		got := transliterate(text)
		if !isGSM(got) || !isGSM(transliterate(strings.ToUpper(text))) {
			t.Fatalf("%q becomes %q", text, got)
		}
		if again := transliterate(got); again != got {
			t.Fatalf("%q becomes %q, then %q", text, got, again)
		}
	})
}
