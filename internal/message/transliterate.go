package message

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// gsmSubstitutes are for characters that GSM-7 lacks and that Unicode does not
// decompose: what people write for them on a keyboard without them.
var gsmSubstitutes = map[rune]string{
	'\u00a0': " ", '\u202f': " ", '\u2009': " ", '\u2007': " ", '\t': " ",
	'‘': "'", '’': "'", '‚': "'", '‛': "'", '′': "'", '´': "'", '`': "'",
	'“': `"`, '”': `"`, '„': `"`, '‟': `"`, '«': `"`, '»': `"`, '‹': "'", '›': "'",
	'–': "-", '—': "-", '‐': "-", '‑': "-", '−': "-", '…': "..", '•': "-", '·': "-", '×': "x",
	'ł': "l", 'Ł': "L", 'đ': "d", 'Đ': "D", 'ð': "d", 'Ð': "D", 'þ': "th", 'Þ': "Th", 'ı': "i", 'ħ': "h", 'Ħ': "H",
	'œ': "oe", 'Œ': "OE", 'ŋ': "n", 'Ŋ': "N", 'ĸ': "k", 'ŧ': "t", 'Ŧ': "T", 'ẞ': "SS",
	'º': "o", 'ª': "a", 'µ': "u",
}

// greekCapitals are the capitals that GSM-7 has no own sign for: Latin ones look the
// same. The others (ΓΔΘΛΞΠΣΦΨΩ) it has.
var greekCapitals = strings.NewReplacer("Α", "A", "Β", "B", "Ε", "E", "Ζ", "Z", "Η", "H", "Ι", "I", "Κ", "K",
	"Μ", "M", "Ν", "N", "Ο", "O", "Ρ", "P", "Τ", "T", "Υ", "Y", "Χ", "X")

// transliterate writes a text with the letters of GSM-7 as far as that leaves it
// readable: accents go, Greek becomes capitals, other signs become spaces.
// Letters of other scripts stay, and so does the need for UCS-2.
func transliterate(text string) string {
	var b strings.Builder
	for _, r := range norm.NFC.String(text) {
		if septetsOf(r) > 0 {
			b.WriteRune(r)
			continue
		}
		b.WriteString(transliterateRune(r))
	}
	return strings.Join(strings.Fields(b.String()), " ")
}

func transliterateRune(r rune) string {
	if with, ok := gsmSubstitutes[r]; ok {
		return with
	}
	base := []rune(norm.NFD.String(string(r)))[0]
	switch {
	case r >= '\u0300' && r <= '\u036f': // an accent without its letter
		return ""
	case septetsOf(base) > 0:
		return string(base)
	case unicode.Is(unicode.Greek, base) && unicode.IsLetter(base):
		return greekCapitals.Replace(strings.ToUpper(string(base)))
	case base != r:
		return transliterateRune(base)
	case string(r) == linkPlaceholder || unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.Is(unicode.M, r) || unicode.Is(unicode.Sc, r):
		return string(r)
	}
	return " " // a sign becomes a space, or the words beside it would join
}
