package report

import (
	_ "embed"
	"io"
	"text/template"
	"time"
)

//go:embed document.md.tmpl
var document string

var page = template.Must(template.New("document").Funcs(template.FuncMap{
	"bytes": Bytes, "took": Took, "share": Share, "number": func(n int) string { return Number(float64(n)) },
}).Parse(document))

// Document is a whole run.
type Document struct {
	Machine Machine
	On      time.Time // the day
	Span    time.Duration
	Rounds  int
	Binary  int64 // bytes
	Pool    int   // payment sessions
	Queue   int   // callbacks
	Profile bool  // profiles were taken meanwhile
	Engines []Engine
}

// Write writes the document as Markdown.
func (d Document) Write(out io.Writer) error { return page.Execute(out, d) }
