package message

import (
	"regexp"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// A message comes from this server's address and passes every check of its
// sender. A merchant's text in it must therefore lead nowhere but to the payment
// page, neither by a click nor by a call (docs/spec/safety.md A46).

const (
	maxMarks = 3   // combining marks a letter keeps
	ellipsis = "…" // stands for what was removed
)

var (
	// Removed whole: everything that a reader or a program could follow.
	urlPattern          = regexp.MustCompile(`(?i)(?:\b[a-z][a-z0-9+.\-]{1,20}:)?[/\\]{2}[^\s/\\]\S*`)
	mailPattern         = regexp.MustCompile(`[^\s@]+@+[^\s@]+`)
	hostPathPattern     = regexp.MustCompile(`[\pL\pN][\pL\pN\pM.\-]*\.[\pL][\pL\pN\pM\-]+\.?(?::\d+|[/\\?#])\S*`)
	ipPattern           = regexp.MustCompile(`\d{1,3}(?:\.\d{1,3}){3}\S*`)
	schemePattern       = regexp.MustCompile(`(?i)\b(?:mailto|tel|sms|smsto|callto|skype|whatsapp|javascript|data):\S*`)
	vanityNumberPattern = regexp.MustCompile(`(?i)\+?(?:\b1[-. ]?\(\d{3}\)[-. ]?|\b1[-.]\d{3}[-. ]|\b0?8(?:00|88|77|66|55|44|33)-|\b0?900-)\pL[\pL\pN\-]{3,}`)
	// Only its dots are removed: a name that looks like a domain is often the
	// shop's name.
	domainPattern = regexp.MustCompile(`[\pL\pN][\pL\pN\pM\-]*(?:\.[\pL\pN][\pL\pN\pM\-]*)*\.[\pL][\pL\pN\pM\-]+`)
	// digitRunPattern is a run of digits as phone numbers are written.
	digitRunPattern = regexp.MustCompile(`\+?[(\[]?\p{Nd}(?:[\s()\[\]/.\-‐‑–—_+*|,·•°#~]*\p{Nd})+`)
	datePattern     = regexp.MustCompile(`^(?:(?:19|20)\d\d-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])|(?:0?[1-9]|[12]\d|3[01])[./](?:0?[1-9]|1[0-2])[./](?:19|20)?\d\d)(?:\D|$)`)
	yearSpanPattern = regexp.MustCompile(`^(?:19|20)\d\d ?[-–/] ?(?:(?:19|20)\d\d|\d\d)$`)
)

// minPhoneDigits in a row count as a phone number.
const minPhoneDigits = 6

// sanitize makes a merchant's text safe for a message: one line of at most limit
// characters without invisible ones, web or mail addresses and phone numbers.
func sanitize(text string, limit int) string {
	text = normalize(text)
	for _, pattern := range []*regexp.Regexp{schemePattern, urlPattern, mailPattern, hostPathPattern, ipPattern, vanityNumberPattern} {
		text = pattern.ReplaceAllString(text, ellipsis)
	}
	text = strings.NewReplacer("@", " ", "://", " ", "=?", " ", "?=", " ").Replace(text)
	text = domainPattern.ReplaceAllStringFunc(text, func(name string) string { return strings.ReplaceAll(name, ".", " ") })
	text = digitRunPattern.ReplaceAllStringFunc(text, removePhoneNumber)
	return truncate(strings.Join(strings.Fields(text), " "), limit)
}

// normalize writes letters and digits of special forms as the usual ones and
// removes what cannot be seen.
func normalize(text string) string {
	if len(text) > 4096 {
		text = text[:4096]
	}
	var b strings.Builder
	marks, letter := 0, false
	for _, r := range norm.NFKC.String(strings.ToValidUTF8(text, "\uFFFD")) {
		switch {
		case unicode.IsSpace(r), unicode.IsControl(r), unicode.Is(unicode.Z, r), unicode.In(r, unicode.So, unicode.Sk) && r != '°':
			r = ' ' // emoji too: an address around one would survive the patterns
		case unicode.Is(unicode.Cf, r), unicode.Is(unicode.Co, r), unicode.Is(unicode.Me, r), r >= '\U000e0000' && r <= '\U000e0fff':
			continue
		case r == '\ufe0e' || r == '\ufe0f' || r == '\u034f' || r == '\u115f' || r == '\u1160' || r == '\u3164':
			continue // selectors and fillers
		case r == '。' || r == '｡' || r == '․':
			r = '.'
		case r == '⁄' || r == '∕':
			r = '/'
		case r == '﹫':
			r = '@'
		}
		if unicode.Is(unicode.M, r) {
			// Marks stay on letters only: on other characters they could hide them.
			if marks++; marks > maxMarks || !letter {
				continue
			}
		} else {
			marks, letter = 0, unicode.IsLetter(r)
		}
		b.WriteRune(r)
	}
	return b.String()
}

// removePhoneNumber removes a run of digits that could be a phone number. A span
// of years stays, and so does a date at the start.
func removePhoneNumber(run string) string {
	if yearSpanPattern.MatchString(run) {
		return run
	}
	rest := run
	if at := datePattern.FindStringIndex(run); at != nil {
		rest = run[at[1]:]
	}
	digits := 0
	for _, r := range rest {
		if unicode.IsDigit(r) {
			digits++
		}
	}
	if digits >= minPhoneDigits || (digits >= 4 && strings.HasPrefix(rest, "+")) {
		return ellipsis
	}
	return run
}

// truncate keeps the first limit characters; a combining mark does not count.
func truncate(text string, limit int) string {
	count := 0
	for at, r := range text {
		if unicode.Is(unicode.M, r) {
			continue
		}
		if count == limit {
			return strings.TrimRight(text[:at], " …") + ellipsis
		}
		count++
	}
	return text
}

// hasWord reports whether a letter or digit is left for a shop's name.
func hasWord(text string) bool {
	return strings.ContainsFunc(text, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) })
}
