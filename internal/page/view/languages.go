package view

import (
	"sync"

	"github.com/openhpp/openhpp/internal/locale"
)

// Languages is the payer's choice of language.
type Languages struct {
	Label string
	// Form says that the choice sends the pay form too, so that nothing typed
	// is lost.
	Form    bool
	Choices []Choice
}

// Current is the tag of the page's own language.
func (l *Languages) Current() string {
	for _, c := range l.Choices {
		if c.Current {
			return c.Tag
		}
	}
	return ""
}

// Choice is one language, with its own name.
type Choice struct {
	Tag, Name string
	To        Address // unless the form is sent
	Current   bool
}

// formLanguages are the choices that send the pay form, by the current language:
// they are the same on every page.
var formLanguages = sync.OnceValue(func() map[string][]Choice {
	all := map[string][]Choice{}
	for _, current := range locale.Names() {
		for _, n := range locale.Names() {
			all[current.Tag] = append(all[current.Tag], Choice{Tag: n.Tag, Name: n.Name, Current: n == current})
		}
	}
	return all
})

func (t builder) languages() *Languages {
	l := &Languages{Form: t.form}
	for _, c := range formLanguages()[t.Tag()] {
		if c.Current {
			l.Label = t.Text("frame.language", locale.Values{"Name": c.Name})
		}
	}
	if t.form {
		l.Choices = formLanguages()[t.Tag()]
		return l
	}
	for _, c := range formLanguages()[t.Tag()] {
		c.To = t.site.at("?lang=" + c.Tag)
		l.Choices = append(l.Choices, c)
	}
	return l
}
