package postalcode

import (
	"strings"

	"github.com/openhpp/openhpp/internal/typed/cleantext"
)

// Normal is a postal code as its country writes it, such as "111 48" for
// "SE-11148", and whether it is one. country is ISO 3166-1 alpha-2 in either
// case; one that is not listed takes any code. What is no code stays as it was
// typed, cleaned.
func Normal(country, text string) (string, bool) {
	clean := strings.ToUpper(cleantext.Figures(text))
	form, known := forms[strings.ToUpper(country)]
	if !known {
		return clean, true
	}
	plain := form.bare(clean)
	if !form.plain.MatchString(plain) {
		return clean, false
	}
	head := form.head
	if head < 0 {
		head += len(plain)
	}
	if head == 0 || head == len(plain) {
		return plain, true
	}
	return plain[:head] + form.between + plain[head:], true
}

// Valid reports whether text is a postal code of a country, as Normal reads it.
func Valid(country, text string) bool {
	_, ok := Normal(country, text)
	return ok
}

// Same reports whether two texts are the same postal code of a country, however
// each is written.
func Same(a, b, country string) bool {
	first, _ := Normal(country, a)
	second, _ := Normal(country, b)
	return separators.Replace(first) == separators.Replace(second)
}

// Example is a postal code as a country writes it; empty for a country that is
// not listed.
func Example(country string) string { return forms[strings.ToUpper(country)].example }

// Lettered reports whether a country's postal codes hold letters, which are
// written as capitals.
func Lettered(country string) bool {
	return strings.ContainsAny(Example(country), "ABCDEFGHIJKLMNOPQRSTUVWXYZ")
}

var separators = strings.NewReplacer(" ", "", "-", "", ".", "")

// bare leaves out separators and the country in front: letters that the
// country's own codes do not begin with.
func (f form) bare(clean string) string {
	plain := separators.Replace(clean)
	for _, prefix := range f.prefixes {
		if rest, ok := strings.CutPrefix(plain, prefix); ok && f.plain.MatchString(rest) {
			return rest
		}
	}
	return plain
}
