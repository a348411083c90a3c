package page

import (
	"context"
	"io"
	"strings"

	"github.com/openhpp/openhpp/internal/page/assets"
	"github.com/openhpp/openhpp/internal/page/markup"
	"github.com/openhpp/openhpp/internal/page/view"
)

// Render writes a screen as HTML. The nonce must be the one of the answer's
// Content-Security-Policy; prefix is the path the server is mounted below,
// empty at a host's root.
func Render(w io.Writer, s view.Screen, nonce, prefix string) error {
	p := &markup.Page{
		Screen: s, Nonce: nonce, Styles: []string{stylesheetOf(s)},
		Scripts: []markup.Script{{Address: prefix + assets.Prefix + assets.Script, Integrity: assets.Integrity}},
		Icon:    prefix + assets.Prefix + assets.Icon,
	}
	if s.Preview {
		p.Scripts = nil
	}
	if s.Step != nil {
		p.Scripts = []markup.Script{{Address: prefix + assets.Prefix + assets.StepScript, Integrity: assets.StepIntegrity}}
	}
	if s.Idle != nil {
		p.Styles = append(p.Styles, assets.IdleStylesheet)
	}
	if s.Till != nil || len(s.Framers) > 0 {
		p.Styles = append(p.Styles, assets.ModuleStylesheet)
		p.Scripts = append(p.Scripts, markup.Script{Address: prefix + assets.Prefix + assets.ModuleScript, Integrity: assets.ModuleIntegrity})
	}
	if s.Backdrop {
		p.Styles = append(p.Styles, assets.BackdropStylesheet)
	}
	for i, text := range p.Styles {
		p.Styles[i] = inScheme(text, s.Scheme)
	}
	p.Brand = inScheme(p.Brand, s.Scheme)
	return markup.Layout(p).Render(context.Background(), w)
}

// alwaysIn make rules of both colour schemes hold for one, whatever the browser
// prefers.
var alwaysIn = map[string]*strings.Replacer{
	"light": strings.NewReplacer("screen and (prefers-color-scheme:dark)", "not all", "color-scheme:light dark", "color-scheme:light"),
	"dark":  strings.NewReplacer("screen and (prefers-color-scheme:dark)", "screen", "color-scheme:light dark", "color-scheme:dark"),
}

// inScheme is a stylesheet for one colour scheme; an empty one leaves the choice
// to the browser.
func inScheme(css, scheme string) string {
	if replace := alwaysIn[scheme]; replace != nil {
		return replace.Replace(css)
	}
	return css
}

// stylesheetOf is the stylesheet of a screen that may have more of them.
func stylesheetOf(s view.Screen) string {
	switch {
	case s.Pay != nil && s.Pay.NoMethods == "":
		return assets.PayStylesheet
	case s.Challenge != nil:
		return assets.CodeStylesheet
	}
	return assets.Stylesheet
}
