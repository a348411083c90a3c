package storybook

import (
	"bytes"
	"fmt"
	"html"
	"net/http"
	"slices"

	"github.com/openhpp/openhpp/internal/locale"
	"github.com/openhpp/openhpp/internal/page"
	"github.com/openhpp/openhpp/internal/page/assets"
	"github.com/openhpp/openhpp/internal/page/view"
)

// Themes are the two looks of every screen.
var Themes = []string{"light", "dark"}

// Handler serves every story at /{language}/{theme}/{story}, whatever theme
// the browser itself prefers, and a list of them at /.
func Handler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /{$}", index)
	mux.HandleFunc("GET /{lang}/{theme}/{story}", serveStory)
	mux.HandleFunc("GET /brand/{lang}/{theme}/{hex}/{screen}", serveBrand)
	mux.HandleFunc("GET "+picturePath+"{name}", servePicture)
	mux.HandleFunc("GET /eu/hpp/{kind}/{token}/{picture}", serveCode)
	mux.HandleFunc("GET "+assets.Prefix+"{name}", func(w http.ResponseWriter, r *http.Request) {
		if !assets.Serve(w, r, r.PathValue("name")) {
			http.NotFound(w, r)
		}
	})
	return mux
}

func index(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	_, _ = fmt.Fprint(w, `<!doctype html><meta charset="utf-8"><meta name="viewport" content="width=device-width">`+
		`<title>Storybook</title><style>body{font:16px/1.6 sans-serif;margin:2rem;color-scheme:light dark}td{padding-inline-end:1rem}</style>`+
		`<h1>Storybook</h1><table>`)
	for _, s := range Stories() {
		_, _ = fmt.Fprintf(w, "<tr><th align=start>%s", html.EscapeString(s.Name))
		for _, lang := range locale.Languages() {
			_, _ = fmt.Fprintf(w, `<td>%s`, lang)
			for _, theme := range Themes {
				_, _ = fmt.Fprintf(w, ` <a href="/%s/%s/%s">%s</a>`, lang, theme, s.Name, theme)
			}
		}
	}
	_, _ = fmt.Fprint(w, "</table>")
}

func serveStory(w http.ResponseWriter, r *http.Request) {
	lang, theme := r.PathValue("lang"), r.PathValue("theme")
	for _, s := range Stories() {
		if s.Name != r.PathValue("story") || !slices.Contains(locale.Languages(), lang) || !slices.Contains(Themes, theme) {
			continue
		}
		writeScreen(w, themed(s.Screen(lang), theme))
		return
	}
	http.NotFound(w, r)
}

func writeScreen(w http.ResponseWriter, s view.Screen) {
	var out bytes.Buffer
	if err := page.Render(&out, s, "story", ""); err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	_, _ = w.Write(out.Bytes())
}

// themed is a screen in one theme, whatever the browser prefers.
func themed(s view.Screen, theme string) view.Screen {
	s.Scheme = theme
	return s
}
