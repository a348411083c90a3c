package message

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// folds are characters that GSM-7 lacks and that no decomposition helps:
// what people write for them where a keyboard lacks them too.
var folds = map[rune]string{
	'\u00a0': " ", '\u202f': " ", '\u2009': " ", '\u2007': " ", '\t': " ",
	'‘': "'", '’': "'", '‚': "'", '‛': "'", '′': "'", '´': "'", '`': "'",
	'“': `"`, '”': `"`, '„': `"`, '‟': `"`, '«': `"`, '»': `"`, '‹': "'", '›': "'",
	'–': "-", '—': "-", '‐': "-", '‑': "-", '−': "-", '…': "..", '•': "-", '·': "-", '×': "x",
	'ł': "l", 'Ł': "L", 'đ': "d", 'Đ': "D", 'ð': "d", 'Ð': "D", 'þ': "th", 'Þ': "Th", 'ı': "i", 'ħ': "h", 'Ħ': "H",
	'œ': "oe", 'Œ': "OE", 'ŋ': "n", 'Ŋ': "N", 'ĸ': "k", 'ŧ': "t", 'Ŧ': "T", 'ẞ': "SS",
	'º': "o", 'ª': "a", 'µ': "u",
}

// greek are the capitals that GSM-7 has no own sign for: Latin ones look the
// same. The others (ΓΔΘΛΞΠΣΦΨΩ) it has.
var greek = strings.NewReplacer("Α", "A", "Β", "B", "Ε", "E", "Ζ", "Z", "Η", "H", "Ι", "I", "Κ", "K",
	"Μ", "M", "Ν", "N", "Ο", "O", "Ρ", "P", "Τ", "T", "Υ", "Y", "Χ", "X")

// fold writes a text with the letters of GSM-7 as far as that leaves it
// readable: accents go, Greek becomes capitals, other signs become spaces.
// Letters of other scripts stay, and so does the need for UCS-2.
func fold(text string) string {
	var b strings.Builder
	for _, r := range norm.NFC.String(text) {
		if septets(r) > 0 {
			b.WriteRune(r)
			continue
		}
		b.WriteString(foldRune(r))
	}
	return strings.Join(strings.Fields(b.String()), " ")
}

func foldRune(r rune) string {
	if with, ok := folds[r]; ok {
		return with
	}
	base := []rune(norm.NFD.String(string(r)))[0]
	switch {
	case r >= '\u0300' && r <= '\u036f': // an accent that no letter took
		return ""
	case septets(base) > 0:
		return string(base)
	case unicode.Is(unicode.Greek, base) && unicode.IsLetter(base):
		return greek.Replace(strings.ToUpper(string(base)))
	case base != r:
		return foldRune(base)
	case string(r) == linkMark || unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.Is(unicode.M, r) || unicode.Is(unicode.Sc, r):
		return string(r)
	}
	return " " // a sign: what it stands between must not grow together
}
