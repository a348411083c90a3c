package merchantapi

import (
	"encoding/csv"
	"errors"
	"io"
	"iter"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/web"
)

// byteOrderMark tells spreadsheets that the text is UTF-8.
const byteOrderMark = "\ufeff"

// flushEvery is how many rows go out together, and exportPause how long a reader may
// take for them.
const (
	flushEvery  = 100
	exportPause = 30 * time.Second
)

// Exports serves lists as files. A merchant has one at a time: each reads whole
// tables. The zero value is ready.
type Exports struct {
	mu      sync.Mutex
	running map[hpp.MerchantID]bool
}

func (e *Exports) begin(m hpp.MerchantID) bool {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.running[m] {
		return false
	}
	if e.running == nil {
		e.running = map[hpp.MerchantID]bool{}
	}
	e.running[m] = true
	return true
}

func (e *Exports) end(m hpp.MerchantID) {
	e.mu.Lock()
	defer e.mu.Unlock()
	delete(e.running, m)
}

// Serve streams rows as comma-separated values under a line of column names. What
// goes wrong before the first row is refused by refuse; afterwards the connection
// is cut, so that nobody takes half a file for a whole one.
func (e *Exports) Serve(w http.ResponseWriter, r *http.Request, m hpp.Merchant, columns []string, rows iter.Seq2[[]string, error], refuse func(http.ResponseWriter, *http.Request, error)) {
	if !e.begin(m.ID()) {
		w.Header().Set("Retry-After", "5")
		web.WriteError(w, r, http.StatusTooManyRequests, "TOO_MANY_REQUESTS", "An export of this merchant is running already")
		return
	}
	defer e.end(m.ID())
	next, stop := iter.Pull2(rows)
	defer stop()
	row, err, more := next()
	if err != nil {
		refuse(w, r, err)
		return
	}
	w.Header().Set("Content-Type", "text/csv; charset=utf-8")
	w.Header().Set("Content-Disposition", "attachment")
	w.Header().Set("Cache-Control", "no-store")
	w.Header().Set("X-Content-Type-Options", "nosniff")
	out := exportWriter{csv.NewWriter(w), http.NewResponseController(w)}
	_, err = io.WriteString(w, byteOrderMark)
	out.rows.UseCRLF = true
	err = errors.Join(err, out.rows.Write(columns))
	for n := 1; more && err == nil; n++ {
		err = out.rows.Write(harmlessCells(row))
		if err == nil && n%flushEvery == 0 {
			err = out.flush()
		}
		var failed error
		if row, failed, more = next(); failed != nil {
			err = failed
		}
	}
	if err = errors.Join(err, out.flush()); err != nil {
		web.Note(r.Context(), err)
		panic(http.ErrAbortHandler)
	}
}

// exportWriter sends rows, and gives the reader time for each part of them.
type exportWriter struct {
	rows       *csv.Writer
	controller *http.ResponseController
}

func (o exportWriter) flush() error {
	o.rows.Flush()
	if err := o.rows.Error(); err != nil {
		return err
	}
	for _, err := range []error{o.controller.Flush(), o.controller.SetWriteDeadline(time.Now().Add(exportPause))} {
		if err != nil && !errors.Is(err, http.ErrNotSupported) {
			return err
		}
	}
	return nil
}

// harmlessCells are cells that no spreadsheet takes for a formula.
func harmlessCells(row []string) []string {
	for i, cell := range row {
		if cell != "" && strings.ContainsRune("=+-@\t\r", rune(cell[0])) {
			row[i] = "'" + cell
		}
	}
	return row
}
