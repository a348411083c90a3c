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
	below := prefix + assets.Prefix
	p := &markup.Page{Screen: s, Nonce: nonce, Styles: stylesOf(s), Scripts: scriptsOf(s, below), Icon: below + assets.Icon}
	p.Brand = inScheme(p.Brand, s.Scheme)
	return markup.Layout(p).Render(context.Background(), w)
}

// hasModule reports a screen of a till, or one that tills may show in a frame.
func hasModule(s view.Screen) bool { return s.Till != nil || len(s.Framers) > 0 }

// scriptsOf are the scripts of a screen, served below a path.
func scriptsOf(s view.Screen, below string) []markup.Script {
	scripts := []markup.Script{{Address: below + assets.Script, Integrity: assets.Integrity}}
	if s.Preview {
		scripts = nil
	}
	if s.Step != nil && s.Step.HasScript() {
		scripts = []markup.Script{{Address: below + assets.StepScript, Integrity: assets.StepIntegrity}}
	}
	if hasModule(s) {
		scripts = append(scripts, markup.Script{Address: below + assets.ModuleScript, Integrity: assets.ModuleIntegrity})
	}
	return scripts
}
