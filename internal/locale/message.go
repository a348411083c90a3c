package locale

import (
	"fmt"
	"regexp"
	"strings"

	"github.com/nicksnyder/go-i18n/v2/i18n"
	"github.com/nicksnyder/go-i18n/v2/i18n/template"
)

// valuePlace is all that a message has besides its words; a test holds that.
var valuePlace = regexp.MustCompile(`\{\{\.(\w+)\}\}`)

// parsedMessage is a message, read once: its words, and between them the names of
// the values.
type parsedMessage struct {
	words []string // one more than names
	names []string
}

func parseMessage(text string) parsedMessage {
	var m parsedMessage
	end := 0
	for _, at := range valuePlace.FindAllStringSubmatchIndex(text, -1) {
		m.words, m.names = append(m.words, text[end:at[0]]), append(m.names, text[at[2]:at[3]])
		end = at[1]
	}
	m.words = append(m.words, text[end:])
	return m
}

// fill is the message with its values. One that is missing is a programming error
// that tests find.
func (m parsedMessage) fill(values Values) string {
	var b strings.Builder
	for i, name := range m.names {
		b.WriteString(m.words[i])
		switch value := values[name].(type) {
		case string:
			b.WriteString(value)
		case nil:
			b.WriteString("<no value>")
		default:
			b.Write(fmt.Append(nil, value))
		}
	}
	b.WriteString(m.words[len(m.names)])
	return b.String()
}

// message is that of a key, parsed.
func (l Language) message(key string) parsedMessage {
	return l.parsed.get(key, func() parsedMessage {
		return parseMessage(l.localize(&i18n.LocalizeConfig{MessageID: key, TemplateParser: template.IdentityParser{}}))
	})
}
