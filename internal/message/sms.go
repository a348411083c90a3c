package message

import (
	"strings"
	"unicode"

	"github.com/openhpp/openhpp/internal/locale"
)

// A shop's name in a text message, in characters: what it may take, and what
// it keeps where every character counts.
const (
	longName  = 40
	shortName = 10
)

// linkMark holds the link's place while the words around it are rewritten: a
// link must stay as it is.
const linkMark = "\uE000"

// ComposeSMS writes the text message of an invitation to one number in E.164.
// It takes as few parts as the language, the shop's name and the link allow.
func ComposeSMS(i Invitation, to string) SMS {
	var best SMS
	for _, test := range []bool{i.Test, false} {
		for limit := longName; limit >= shortName; limit-- {
			text := i.short(limit, test)
			if count, ucs := segments(text); best.Text == "" || count < best.Segments {
				best = SMS{ID: i.ID, To: to, Text: text, Segments: count, Unicode: ucs}
			}
		}
	}
	return best
}

// short is the one sentence, with as much of the shop's name as limit allows.
func (i Invitation) short(limit int, test bool) string {
	l := i.language()
	text := l.Text("sms.text", locale.Values{"Shop": i.shop(limit), "Amount": figures(i.amount(), i.Purchase.Currency), "Link": linkMark})
	if test {
		text = l.Text("sms.test") + ": " + text
	}
	text = strings.Map(visible, plainSpaces(text))
	if folded := fold(text); isGSM(strings.Replace(folded, linkMark, "", 1)) {
		text = folded
	}
	return strings.Replace(text, linkMark, i.Link, 1)
}

// figures is an amount whose currency sign any phone can show: one that GSM-7
// lacks becomes the currency's code.
func figures(amount, currency string) string {
	var b strings.Builder
	for _, r := range amount {
		if unicode.Is(unicode.Sc, r) && septets(r) == 0 {
			b.WriteString(" " + currency + " ")
			continue
		}
		b.WriteRune(r)
	}
	return strings.Join(strings.Fields(b.String()), " ")
}

// visible drops marks of direction: each costs as much as a letter.
func visible(r rune) rune {
	if unicode.Is(unicode.Cf, r) {
		return -1
	}
	return r
}
