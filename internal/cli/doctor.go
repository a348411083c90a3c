package cli

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"time"

	"github.com/openhpp/openhpp/internal/app"
	"github.com/openhpp/openhpp/internal/doctor"
)

// Doctor looks at an installation from beside its server and prints a line for each look, with what
// to do where something is wrong. That something fails is a Status of 1.
func Doctor(ctx context.Context, c app.Config, e app.Examination, asJSON bool, out io.Writer) error {
	e.FreeBytes, e.TakesMail = doctor.FreeBytes, doctor.TakesMail
	e.Client = &http.Client{
		Timeout:       10 * time.Second,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
	defer e.Client.CloseIdleConnections()
	failed := 0
	lines := json.NewEncoder(out)
	lines.SetEscapeHTML(false)
	for _, f := range app.Examine(ctx, c, e) {
		if f.State == doctor.Fail {
			failed++
		}
		if asJSON {
			if err := lines.Encode(f); err != nil {
				return err
			}
			continue
		}
		text := fmt.Sprintf("%-4s  %s: %s\n", f.State, f.Check, f.Text)
		if f.Cure != "" {
			text += "      → " + f.Cure + "\n"
		}
		if _, err := io.WriteString(out, text); err != nil {
			return err
		}
	}
	if failed > 0 {
		return Status{Code: 1, Text: fmt.Sprintf("%d of these looks found a fault", failed)}
	}
	return nil
}
