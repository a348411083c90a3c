package cli

import (
	"encoding/json"
	"io"

	"github.com/openhpp/openhpp/internal/app"
)

// Operator runs one command on the server's database, beside a running server.
type Operator struct {
	Config app.Config // database and secret
	Out    io.Writer
	JSON   bool // print JSON instead of sentences and tables
}

// printJSON prints a value on one line.
func (o Operator) printJSON(value any) error {
	out := json.NewEncoder(o.Out)
	out.SetEscapeHTML(false)
	return out.Encode(value)
}

// printDocument prints a value as JSON that people read.
func (o Operator) printDocument(value any) error {
	out := json.NewEncoder(o.Out)
	out.SetIndent("", "  ")
	out.SetEscapeHTML(false)
	return out.Encode(value)
}
