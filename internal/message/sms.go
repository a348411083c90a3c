package message

import (
	"strings"
	"unicode"

	"github.com/openhpp/openhpp/internal/locale"
)

// Length of a shop's name in a text message, in characters: at most, and at
// least when a shorter name saves a part.
const (
	maxShopInSMS = 40
	minShopInSMS = 10
)

// linkPlaceholder stands for the link while the text around it is
// transliterated: the link must not change.
const linkPlaceholder = "\uE000"

// ComposeSMS writes the text message of an invitation to one number in E.164.
// It takes as few parts as the language, the shop's name and the link allow.
func ComposeSMS(i Invitation, to string) SMS {
	var best SMS
	for _, test := range []bool{i.Test, false} {
		for limit := maxShopInSMS; limit >= minShopInSMS; limit-- {
			text := i.smsText(limit, test)
			if count, ucs := countSegments(text); best.Text == "" || count < best.Segments {
				best = SMS{ID: i.ID, To: to, Text: text, Segments: count, Unicode: ucs}
			}
		}
	}
	return best
}

// smsText is the sentence of a text message, with at most limit characters of the shop's
// name.
func (i Invitation) smsText(limit int, test bool) string {
	l := i.language()
	text := l.Text("sms.text", locale.Values{"Shop": i.shopName(limit), "Amount": printableAmount(i.amount(), i.Purchase.Currency), "Link": linkPlaceholder})
	if test {
		text = l.Text("sms.test") + ": " + text
	}
	text = strings.Map(dropFormatChars, replaceNoBreakSpaces(text))
	if folded := transliterate(text); isGSM(strings.Replace(folded, linkPlaceholder, "", 1)) {
		text = folded
	}
	return strings.Replace(text, linkPlaceholder, i.Link, 1)
}

// printableAmount writes a currency sign that GSM-7 lacks as the currency's code.
func printableAmount(amount, currency string) string {
	var b strings.Builder
	for _, r := range amount {
		if unicode.Is(unicode.Sc, r) && septetsOf(r) == 0 {
			b.WriteString(" " + currency + " ")
			continue
		}
		b.WriteRune(r)
	}
	return strings.Join(strings.Fields(b.String()), " ")
}

// dropFormatChars removes invisible format characters: each costs as much as a letter.
func dropFormatChars(r rune) rune {
	if unicode.Is(unicode.Cf, r) {
		return -1
	}
	return r
}
