package shop

import (
	"bytes"
	"embed"
	"errors"
	"html/template"
	"net/http"
	"strconv"

	"github.com/openhpp/openhpp/client"
)

//go:embed templates
var templateFiles embed.FS

var templates = template.Must(template.New("").Funcs(template.FuncMap{
	"asset": func(name string) string { return assetNames[name] },
}).ParseFS(templateFiles, "templates/*.html"))

// render writes a whole page or an error: a template that fails halfway must not
// leave half a page.
func (s *Shop) render(w http.ResponseWriter, r *http.Request, status int, name string, view any) {
	var page bytes.Buffer
	if err := templates.ExecuteTemplate(&page, name, view); err != nil {
		s.config.Log.ErrorContext(r.Context(), "page not rendered", "page", name, "error", err)
		http.Error(w, "This page cannot be shown.", http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Content-Length", strconv.Itoa(page.Len()))
	w.WriteHeader(status)
	_, _ = w.Write(page.Bytes())
}

// problemView is a page that says what went wrong.
type problemView struct {
	Title    string
	Messages []string
	// Reference finds the request in the server's log.
	Reference string
}

func (s *Shop) showProblem(w http.ResponseWriter, r *http.Request, status int, title string, messages ...string) {
	s.render(w, r, status, "problem.html", problemView{Title: title, Messages: messages})
}

// showAPIError shows an error of the merchant API, or that it did not answer.
func (s *Shop) showAPIError(w http.ResponseWriter, r *http.Request, title string, err error) {
	s.config.Log.ErrorContext(r.Context(), "merchant API call failed", "error", err)
	view := problemView{Title: title, Messages: []string{"The payment service does not answer. Nothing was charged; try again in a moment."}}
	if answer, ok := errors.AsType[*client.Error](err); ok {
		view.Messages, view.Reference = append([]string{"The payment service answered " + strconv.Itoa(answer.Status) + " " + answer.Code + "."}, answer.Messages...), answer.CorrelationID
	}
	s.render(w, r, http.StatusBadGateway, "problem.html", view)
}

func (s *Shop) notFound(w http.ResponseWriter, r *http.Request) {
	s.showProblem(w, r, http.StatusNotFound, "There is nothing here", "The lamp is on the front page.")
}
