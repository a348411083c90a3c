package apicli

import (
	"io"
	"net/url"
	"strings"

	"golang.org/x/net/html"
)

// payerPage is a page as a browser without scripts knows it: forms, and what it says.
type payerPage struct {
	outcome string // data-outcome; empty while there is something to do
	faults  []string
	buttons map[string]button // by data-testid
	fields  map[string]url.Values
	radios  map[string]string // values of radio buttons and choices, by data-testid
}

// button is one that sends a form.
type button struct {
	form        string // of the page, by its place or id
	action      string
	name, value string
}

// readPage reads the HTML of a payer's page.
func readPage(text io.Reader) (payerPage, error) {
	root, err := html.Parse(text)
	if err != nil {
		return payerPage{}, err
	}
	p := payerPage{buttons: map[string]button{}, fields: map[string]url.Values{}, radios: map[string]string{}}
	forms := map[string]string{} // addresses, by the form
	for n := range root.Descendants() {
		if n.Type == html.ElementNode && n.Data == "form" {
			forms[formOf(n)] = attribute(n, "action")
		}
	}
	for n := range root.Descendants() {
		if n.Type == html.ElementNode {
			p.read(n, forms)
		}
	}
	return p, nil
}

func (p *payerPage) read(n *html.Node, forms map[string]string) {
	if outcome := attribute(n, "data-outcome"); outcome != "" {
		p.outcome = outcome
	}
	form := formOf(n)
	switch {
	case n.Data == "button" && form != "" && attribute(n, "type") != "button":
		action := attribute(n, "formaction")
		if action == "" {
			action = forms[form]
		}
		p.buttons[attribute(n, "data-testid")] = button{form, action, attribute(n, "name"), attribute(n, "value")}
	case n.Data == "input" && form != "":
		p.readInput(n, form)
	case n.Data == "select" && form != "":
		p.set(form, attribute(n, "name"), chosen(n))
	case n.Data == "textarea" && form != "":
		p.set(form, attribute(n, "name"), textOf(n))
	case n.Data == "li" && inside(n, "errors"):
		p.faults = append(p.faults, textOf(n))
	}
}

func (p *payerPage) readInput(n *html.Node, form string) {
	kind := attribute(n, "type")
	if kind == "radio" {
		p.radios[attribute(n, "data-testid")] = attribute(n, "value")
	}
	if (kind == "radio" || kind == "checkbox") && !has(n, "checked") {
		return
	}
	p.set(form, attribute(n, "name"), attribute(n, "value"))
}

func (p *payerPage) set(form, name, value string) {
	if name == "" {
		return
	}
	if p.fields[form] == nil {
		p.fields[form] = url.Values{}
	}
	p.fields[form].Set(name, value)
}

// press is what a button sends, and where.
func (p *payerPage) press(testID string) (action string, body url.Values, ok bool) {
	b, ok := p.buttons[testID]
	if !ok {
		return "", nil, false
	}
	body = url.Values{}
	for name, values := range p.fields[b.form] {
		body[name] = values
	}
	if b.name != "" {
		body.Set(b.name, b.value)
	}
	return b.action, body, true
}

// formOf is the form that an element belongs to: by its attribute, or around it.
func formOf(n *html.Node) string {
	if id := attribute(n, "form"); id != "" {
		return id
	}
	for ; n != nil; n = n.Parent {
		if n.Type != html.ElementNode || n.Data != "form" {
			continue
		}
		if id := attribute(n, "id"); id != "" {
			return id
		}
		return "to " + attribute(n, "action")
	}
	return ""
}

func chosen(n *html.Node) string {
	first, found := "", false
	for option := range n.Descendants() {
		if option.Type != html.ElementNode || option.Data != "option" {
			continue
		}
		if has(option, "selected") {
			return attribute(option, "value")
		}
		if !found {
			first, found = attribute(option, "value"), true
		}
	}
	return first
}

func inside(n *html.Node, class string) bool {
	for ; n != nil; n = n.Parent {
		if attribute(n, "class") == class {
			return true
		}
	}
	return false
}

func textOf(n *html.Node) string {
	var text strings.Builder
	for part := range n.Descendants() {
		if part.Type == html.TextNode {
			text.WriteString(part.Data)
		}
	}
	return strings.Join(strings.Fields(text.String()), " ")
}

func attribute(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

func has(n *html.Node, name string) bool {
	for _, a := range n.Attr {
		if a.Key == name {
			return true
		}
	}
	return false
}
