package cli

import (
	"encoding/json"
	"fmt"
	"io"
	"strconv"
	"text/tabwriter"
	"time"

	"github.com/openhpp/openhpp/internal/fsck"
)

// shownFindings is how many of one invariant are shown to people; machines get
// all of them.
const shownFindings = 20

// findings prints what is found as it is found, and the verdicts in the end.
type findings struct {
	out   io.Writer
	json  bool
	shown map[string]int
	err   error // of printing
}

func (f *findings) add(one fsck.Finding) {
	if f.shown == nil {
		f.shown = map[string]int{}
	}
	f.shown[one.Invariant]++
	switch shown := f.shown[one.Invariant]; {
	case f.err != nil:
	case f.json:
		f.err = json.NewEncoder(f.out).Encode(one)
	case shown <= shownFindings:
		_, f.err = fmt.Fprintf(f.out, "%-4s %s: %s\n", one.Invariant, one.Subject, one.Text)
	case shown == shownFindings+1:
		_, f.err = fmt.Fprintf(f.out, "%-4s and more: --json prints all\n", one.Invariant)
	}
}

// end prints the verdicts: a line of JSON, or a table.
func (f *findings) end(report fsck.Report) error {
	if f.json {
		return json.NewEncoder(f.out).Encode(struct {
			Sound      bool        `json:"sound"`
			Invariants fsck.Report `json:"invariants"`
		}{report.Passed(), report})
	}
	table := tabwriter.NewWriter(f.out, 0, 4, 2, ' ', 0)
	_, _ = fmt.Fprintln(table, "INVARIANT\t\tFINDINGS\tLOOKED AT")
	for _, v := range report {
		looked, count, note := fmt.Sprintf("%d %s", v.Looked, v.Of), strconv.FormatInt(v.Findings, 10), v.Note
		if !v.Judged {
			looked, note = v.Note, ""
			if v.Findings == 0 {
				count = "not judged"
			}
		}
		if note != "" {
			looked += "; " + note
		}
		_, _ = fmt.Fprintf(table, "%s\t%s\t%s\t%s\n", v.Invariant, v.Title, count, looked)
	}
	return table.Flush()
}

// progress prints how far long work is, at most once a second.
type progress struct {
	out     io.Writer
	last    time.Time
	printed bool
}

func (p *progress) report(stage string, rows int64) {
	now := time.Now()
	if p.last.IsZero() {
		p.last = now // short work prints nothing
	}
	if now.Sub(p.last) < time.Second {
		return
	}
	p.last, p.printed = now, true
	_, _ = fmt.Fprintf(p.out, "\r%-20s %12d", stage, rows)
}

func (p *progress) end() {
	if p.printed {
		_, _ = fmt.Fprintln(p.out)
	}
}
