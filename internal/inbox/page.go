package inbox

import (
	"bytes"
	"embed"
	"html/template"
	"io"
	"net/http"
	"strconv"

	"github.com/openhpp/openhpp/internal/csp"
	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/web"
)

var (
	//go:embed page.css
	pageCSS string
	//go:embed *.html
	pageFiles embed.FS

	pages = template.Must(template.ParseFS(pageFiles, "*.html"))
)

// policy allows a page its own style, and what it names.
func policy(forms, frames []string) csp.Policy {
	return csp.Policy{Styles: []string{csp.Hash(pageCSS)}, Forms: forms, Frames: frames}
}

var self = []string{csp.Self}

// Style is the stylesheet, for every page's template.
func (page) Style() template.CSS { return template.CSS(pageCSS) } //nolint:gosec // an embedded file

// page is what all pages have.
type page struct {
	Home   string // address of the list
	APIURL string
}

func (s Server) showList(w http.ResponseWriter, m hpp.Merchant, f Filter, found []Message) {
	render(w, "list.html", policy(self, nil), s.listPage(m, f, found))
}

func (s Server) showMessage(w http.ResponseWriter, m Message) {
	render(w, "message.html", policy(nil, self), s.messagePage(m))
}

func render(w http.ResponseWriter, name string, policy csp.Policy, data any) {
	var text bytes.Buffer
	if err := pages.ExecuteTemplate(&text, name, data); err != nil {
		panic("inbox: " + err.Error()) // templates and their data are parts of the program
	}
	writeHTML(w, policy, text.String())
}

// html answers an e-mail's HTML as it was composed. Mail programs need styles in
// elements, which the policy of the other pages would drop. They do no harm here:
// the sandbox has no scripts, no forms, no origin and no requests.
func (s Server) html(w http.ResponseWriter, r *http.Request, m hpp.Merchant) {
	found, ok := s.find(w, r, m)
	switch {
	case !ok:
	case found.HTML == "":
		web.WriteError(w, r, http.StatusNotFound, string(hpp.CodeNotFound), "The message has no HTML")
	default:
		writeHTML(w, csp.Policy{Sandboxed: true, Styles: []string{csp.Inline}, Framers: self}, found.HTML)
	}
}

func writeHTML(w http.ResponseWriter, policy csp.Policy, text string) {
	h := w.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Content-Length", strconv.Itoa(len(text)))
	h.Set(csp.Header, policy.String())
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("Cache-Control", "no-store")
	_, _ = io.WriteString(w, text)
}
