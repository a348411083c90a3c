package guide

import (
	"bytes"
	_ "embed"
	"html/template"
	"net/http"

	"github.com/openhpp/openhpp/internal/csp"
)

// Path is where the page is served.
const Path = "/playground/test-data"

var (
	//go:embed page.html
	pageHTML string
	//go:embed page.css
	pageCSS string
	//go:embed page.js
	pageJS string
)

// Handler serves the page: one document, with a script that copies and no other
// file.
func Handler() http.Handler {
	var sections []section
	for _, table := range append(TestData(), Markets()) {
		sections = append(sections, sectionOf(table))
	}
	var page bytes.Buffer
	err := template.Must(template.New("page").Parse(pageHTML)).Execute(&page, map[string]any{
		"Style":  template.CSS(pageCSS), //nolint:gosec // a file of ours
		"Script": template.JS(pageJS),   //nolint:gosec // the same
		"Tables": sections,
	})
	if err != nil {
		panic("guide: " + err.Error()) // the template and its data are ours
	}
	policy := csp.Policy{Styles: []string{csp.Hash(pageCSS)}, Scripts: []string{csp.Hash(pageJS)}, PlainText: true}.String()
	return http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		h := w.Header()
		h.Set("Content-Type", "text/html; charset=utf-8")
		h.Set(csp.Header, policy)
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "no-referrer")
		h.Set("Cache-Control", "no-cache")
		_, _ = w.Write(page.Bytes())
	})
}
