package apicli

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"strconv"
	"strings"
	"text/tabwriter"
)

// field is one line of what is shown of a thing. Empty values are left out.
type field struct{ name, value string }

// show prints one thing: as the API's own document, as its id, or as fields for people.
func (c Caller) show(d document, id string, fields ...field) error {
	switch {
	case c.JSON:
		return c.printLine(d)
	case c.Quiet:
		return c.printID(id)
	}
	table := tabwriter.NewWriter(c.Out, 0, 0, 2, ' ', 0)
	for _, f := range fields {
		if f.value != "" {
			_, _ = fmt.Fprintf(table, "%s\t%s\n", f.name, f.value)
		}
	}
	return table.Flush()
}

// row is one line of a list.
type row struct {
	document document
	id       string
	cells    []string
}

// list prints many things, a line each, below a head for people.
func (c Caller) list(head []string, rows []row) error {
	if c.JSON || c.Quiet {
		for _, r := range rows {
			if err := c.show(r.document, r.id); err != nil {
				return err
			}
		}
		return nil
	}
	table := tabwriter.NewWriter(c.Out, 0, 0, 2, ' ', 0)
	_, _ = fmt.Fprintln(table, strings.Join(head, "\t"))
	for _, r := range rows {
		_, _ = fmt.Fprintln(table, strings.Join(r.cells, "\t"))
	}
	return table.Flush()
}

// printID prints an id; what has none, such as an empty answer, is silent.
func (c Caller) printID(id string) error {
	if id == "" {
		return nil
	}
	_, err := fmt.Fprintln(c.Out, id)
	return err
}

// printLine prints a document on one line.
func (c Caller) printLine(d document) error {
	if len(d) == 0 {
		return nil
	}
	var line bytes.Buffer
	if err := json.Compact(&line, d); err != nil {
		return fmt.Errorf("the answer is not JSON: %w", err)
	}
	_, err := fmt.Fprintln(c.Out, line.String())
	return err
}

// printPretty prints a document over many lines; what is no JSON is printed as it came.
func printPretty(out io.Writer, d document) error {
	var text bytes.Buffer
	if err := json.Indent(&text, d, "", "  "); err != nil {
		text = *bytes.NewBuffer(d)
	}
	if text.Len() > 0 && !bytes.HasSuffix(text.Bytes(), []byte("\n")) {
		text.WriteByte('\n')
	}
	_, err := text.WriteTo(out)
	return err
}

// noDecimals and threeDecimals are currencies whose minor unit is not a hundredth (ISO 4217).
var (
	noDecimals    = "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF"
	threeDecimals = "BHD IQD JOD KWD LYD OMR TND"
)

// money writes minor units for people: 100.00 SEK.
func money(amount int64, currency string) string {
	if currency == "" {
		return strconv.FormatInt(amount, 10)
	}
	places := 2
	switch {
	case strings.Contains(noDecimals, currency):
		places = 0
	case strings.Contains(threeDecimals, currency):
		places = 3
	}
	sign := ""
	if amount < 0 {
		sign, amount = "-", -amount
	}
	text := fmt.Sprintf("%0*d", places+1, amount)
	if places > 0 {
		text = text[:len(text)-places] + "." + text[len(text)-places:]
	}
	return sign + text + " " + currency
}
