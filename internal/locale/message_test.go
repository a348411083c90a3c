package locale

import (
	"strings"
	"testing"
	"text/template"

	"github.com/nicksnyder/go-i18n/v2/i18n"
)

// Every message is written as text/template would, which its form is named after.
func TestFilledMessages(t *testing.T) {
	values := Values{}
	for _, name := range []string{
		"Address", "Amount", "Clock", "Contact", "Cost", "Country", "Date", "Day", "Example", "Heading", "Host", "Label", "Link",
		"Month", "Name", "Percent", "Recipient", "Shop", "Time", "Title", "When", "Year", "Zone",
	} {
		values[name] = "<" + name + " {{.Shop}}>"
	}
	values["Count"], values["Seconds"] = 3, int64(40)
	compared := 0
	entries, err := files.ReadDir("catalogues")
	if err != nil {
		t.Fatal(err)
	}
	for _, entry := range entries {
		for _, message := range readCatalogue(entry.Name()) {
			for _, text := range forms(message) {
				var want strings.Builder
				if err := template.Must(template.New("").Parse(text)).Execute(&want, values); err != nil {
					t.Fatal(err)
				}
				if got := parseMessage(text).fill(values); got != want.String() || strings.Contains(got, "no value") {
					t.Errorf("%s, %s: %q, want %q", entry.Name(), message.ID, got, want.String())
				}
				compared++
			}
		}
	}
	if compared < 18*300 {
		t.Errorf("only %d messages were compared", compared)
	}
}

func forms(m *i18n.Message) []string {
	var texts []string
	for _, text := range []string{m.Zero, m.One, m.Two, m.Few, m.Many, m.Other} {
		if text != "" {
			texts = append(texts, text)
		}
	}
	return texts
}

func TestMissingValue(t *testing.T) {
	if got := parseMessage("Pay {{.Amount}} now").fill(Values{}); got != "Pay <no value> now" {
		t.Error(got)
	}
}

// What one payer's page was filled with stands in no other's.
func TestKeptMessagesHoldNoValues(t *testing.T) {
	l := Match("en-GB")
	first := l.Text("paid.what", Values{"Shop": "First", "Amount": "£1"})
	if second := l.Text("paid.what", Values{"Shop": "Second", "Amount": "£2"}); strings.Contains(second, "First") || strings.Contains(second, "£1") || first == second {
		t.Error(second)
	}
	for key, kept := range l.parsed.kept {
		if all := strings.Join(kept.words, ""); strings.Contains(all, "First") || strings.Contains(all, "Second") {
			t.Errorf("%s keeps %q", key, all)
		}
	}
}
