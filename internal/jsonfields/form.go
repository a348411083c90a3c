package jsonfields

import (
	"regexp"
	"strings"
)

// Form is how a string is written.
type Form struct {
	pattern *regexp.Regexp
	reason  string // says so in words
}

// NewForm makes a form of a pattern that the whole string must match.
func NewForm(pattern, reason string) Form { return Form{regexp.MustCompile(pattern), reason} }

// Fits reports whether text has the form.
func (f Form) Fits(text string) bool { return f.pattern.MatchString(text) }

// The forms that all APIs share, in either case.
var (
	Country  = NewForm(`^[A-Za-z]{2}$`, "must be two letters such as SE (ISO 3166-1 alpha-2)")
	Currency = NewForm(`^[A-Za-z]{3}$`, "must be three letters such as SEK (ISO 4217)")
	locale   = NewForm(`^[A-Za-z]{2}(?:-[A-Za-z]{2})*$`, "must be a language and a country such as sv-SE")
	colour   = NewForm(`^#[A-Fa-f0-9]{6}$`, "")
)

// Matching reads a string of a form; empty and absent are "".
func (o Object) Matching(name string, form Form) string {
	text := o.Text(name, maxWord)
	if text != "" && !form.Fits(text) {
		o.Wrong(name, form.reason)
		return ""
	}
	return text
}

// Locale reads a language and a country; empty and absent are "". Other
// systems write an underscore, so that is what the answer corrects.
func (o Object) Locale(name string) string {
	text := o.Text(name, maxWord)
	switch hyphened := strings.ReplaceAll(text, "_", "-"); {
	case text == "" || locale.Fits(text):
		return text
	case locale.Fits(hyphened):
		o.Wrong(name, "should be "+hyphened+", with a hyphen")
	default:
		o.Wrong(name, locale.reason)
	}
	return ""
}

// Colour reads a colour such as #1a2b3c. What is no colour counts as not sent:
// nobody's purchase fails for its decoration.
func (o Object) Colour(name string) string {
	if text, ok := o.Tree[name].(string); ok && colour.Fits(text) {
		return text
	}
	return ""
}

// OneOf reads an enum in either case and answers it as listed.
func (o Object) OneOf(name string, values ...string) string {
	text := o.Text(name, maxWord)
	if text == "" {
		return ""
	}
	for _, value := range values {
		if strings.EqualFold(text, value) {
			return value
		}
	}
	reason := "must be one of " + strings.Join(values, ", ")
	if len(values) == 1 {
		reason = "must be " + values[0]
	}
	o.Wrong(name, reason)
	return ""
}
