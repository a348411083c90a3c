package message

import (
	"regexp"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// A message comes from our address and passes every check of its sender, so
// words in it must not lead anywhere but to the payment page: not by a click,
// and not by a call (safety.md A46, "Abuse of our good name").

const (
	maxMarks = 3   // combining marks a letter keeps
	gap      = "…" // stands for what was taken out
)

var (
	// Taken out whole: addresses that lead somewhere, however written.
	schemed = regexp.MustCompile(`(?i)(?:\b[a-z][a-z0-9+.\-]{1,20}:)?[/\\]{2}[^\s/\\]\S*`)
	mailbox = regexp.MustCompile(`[^\s@]+@+[^\s@]+`)
	pathed  = regexp.MustCompile(`[\pL\pN][\pL\pN\pM.\-]*\.[\pL][\pL\pN\pM\-]+\.?(?::\d+|[/\\?#])\S*`)
	numeric = regexp.MustCompile(`\d{1,3}(?:\.\d{1,3}){3}\S*`)
	linked  = regexp.MustCompile(`(?i)\b(?:mailto|tel|sms|smsto|callto|skype|whatsapp|javascript|data):\S*`)
	vanity  = regexp.MustCompile(`(?i)\+?(?:\b1[-. ]?\(\d{3}\)[-. ]?|\b1[-.]\d{3}[-. ]|\b0?8(?:00|88|77|66|55|44|33)-|\b0?900-)\pL[\pL\pN\-]{3,}`)
	// Broken up: a name that only looks like a domain is often a shop's own.
	domain = regexp.MustCompile(`[\pL\pN][\pL\pN\pM\-]*(?:\.[\pL\pN][\pL\pN\pM\-]*)*\.[\pL][\pL\pN\pM\-]+`)
	// dialled is a run of digits as phone numbers are written.
	dialled = regexp.MustCompile(`\+?[(\[]?\p{Nd}(?:[\s()\[\]/.\-‐‑–—_+*|,·•°#~]*\p{Nd})+`)
	dated   = regexp.MustCompile(`^(?:(?:19|20)\d\d-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])|(?:0?[1-9]|[12]\d|3[01])[./](?:0?[1-9]|1[0-2])[./](?:19|20)?\d\d)(?:\D|$)`)
	years   = regexp.MustCompile(`^(?:19|20)\d\d ?[-–/] ?(?:(?:19|20)\d\d|\d\d)$`)
)

// manyDigits in a row are taken for a phone number.
const manyDigits = 6

// harmless makes a merchant's text fit to stand in a message: one line of at
// most limit characters, nothing invisible, nothing that reads as a web or
// mail address or a phone number.
func harmless(text string, limit int) string {
	text = plain(text)
	for _, lure := range []*regexp.Regexp{linked, schemed, mailbox, pathed, numeric, vanity} {
		text = lure.ReplaceAllString(text, gap)
	}
	text = strings.NewReplacer("@", " ", "://", " ", "=?", " ", "?=", " ").Replace(text)
	text = domain.ReplaceAllStringFunc(text, func(name string) string { return strings.ReplaceAll(name, ".", " ") })
	text = dialled.ReplaceAllStringFunc(text, undial)
	return cut(strings.Join(strings.Fields(text), " "), limit)
}

// plain is text in its simplest form: letters and digits in disguise become
// what they look like, and what cannot be seen is gone.
func plain(text string) string {
	if len(text) > 4096 {
		text = text[:4096]
	}
	var b strings.Builder
	marks, letter := 0, false
	for _, r := range norm.NFKC.String(strings.ToValidUTF8(text, "\uFFFD")) {
		switch {
		case unicode.IsSpace(r), unicode.IsControl(r), unicode.Is(unicode.Z, r), unicode.In(r, unicode.So, unicode.Sk) && r != '°':
			r = ' ' // emoji too: they could hold an address together that they seem to break
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
			// Only a letter has marks: elsewhere they would hide what they stand on.
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

// undial takes a run of digits out that could be called. A span of years may
// stay, and a date in front.
func undial(run string) string {
	if years.MatchString(run) {
		return run
	}
	rest := run
	if at := dated.FindStringIndex(run); at != nil {
		rest = run[at[1]:]
	}
	digits := 0
	for _, r := range rest {
		if unicode.IsDigit(r) {
			digits++
		}
	}
	if digits >= manyDigits || (digits >= 4 && strings.HasPrefix(rest, "+")) {
		return gap
	}
	return run
}

// cut keeps the first characters, with the marks that belong to them.
func cut(text string, limit int) string {
	count := 0
	for at, r := range text {
		if unicode.Is(unicode.M, r) {
			continue
		}
		if count == limit {
			return strings.TrimRight(text[:at], " …") + gap
		}
		count++
	}
	return text
}

// hasWord reports whether anything is left that a shop could be called.
func hasWord(text string) bool {
	return strings.ContainsFunc(text, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) })
}
