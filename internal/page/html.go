package page

import (
	"context"
	"io"

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
	if s.Till != nil || len(s.Framers) > 0 {
		p.Styles = append(p.Styles, assets.ModuleStylesheet)
		p.Scripts = append(p.Scripts, markup.Script{Address: prefix + assets.Prefix + assets.ModuleScript, Integrity: assets.ModuleIntegrity})
	}
	return markup.Layout(p).Render(context.Background(), w)
}

// stylesheetOf is the one stylesheet of a screen.
func stylesheetOf(s view.Screen) string {
	if s.Pay != nil {
		return assets.PayStylesheet
	}
	return assets.Stylesheet
}
