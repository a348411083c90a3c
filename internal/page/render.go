package page

import (
	"embed"
	"html/template"
	"io"

	"github.com/openhpp/openhpp/internal/page/assets"
	"github.com/openhpp/openhpp/internal/page/view"
)

//go:embed templates/*.html
var files embed.FS

var templates = template.Must(template.New("layout.html").
	Funcs(template.FuncMap{"exit": exitOf}).
	ParseFS(files, "templates/*.html"))

// exit is what the way out needs from its page.
type exit struct {
	Path, Key string
	Exit      view.Exit
}

func exitOf(s page, e view.Exit) exit { return exit{Path: s.Path, Key: s.Key, Exit: e} }

// page is a screen with what differs from answer to answer.
type page struct {
	view.Screen
	Nonce        string
	Style        template.CSS
	Script, Icon string
}

// Render writes a screen as HTML. The nonce must be the one of the answer's
// Content-Security-Policy; prefix is the path the server is mounted below,
// empty at a host's root.
func Render(w io.Writer, s view.Screen, nonce, prefix string) error {
	return templates.Execute(w, page{
		Screen: s, Nonce: nonce,
		Style:  template.CSS(assets.Stylesheet), //nolint:gosec // ours, from the embedded file
		Script: prefix + assets.Prefix + assets.Script, Icon: prefix + assets.Prefix + assets.Icon,
	})
}
