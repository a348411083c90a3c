package harness

import (
	"bytes"
	"context"
	"errors"
	"os/exec"
	"strings"
	"unicode"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"

	"github.com/openhpp/openhpp/internal/fulltest"
)

// Paper is what the page is on sheets of A4.
type Paper struct {
	Sheets int
	Text   string // every line in the order of reading, without marks of direction
}

// Print prints the page, and reads the document that a printer would get.
func (tab *Tab) Print() Paper {
	tab.t.Helper()
	const reader = "pdftotext"
	if _, err := exec.LookPath(reader); err != nil {
		fulltest.Lack(tab.t, errors.New(reader+" reads what is printed; make needs installs it"))
	}
	var document []byte
	tab.do("print", chromedp.Func(func(ctx context.Context, target *chromedp.Target) error {
		paper, err := cdp.Call(ctx, target, page.PrintToPDF, page.PrintToPDFParams{PaperWidth: 8.27, PaperHeight: 11.69})
		document = paper.Data
		return err
	}))
	command := exec.CommandContext(tab.ctx, reader, "-layout", "-enc", "UTF-8", "-", "-")
	command.Stdin = bytes.NewReader(document)
	text, err := command.Output()
	if err != nil {
		tab.t.Fatalf("read what is printed: %v", err)
	}
	return Paper{
		Sheets: bytes.Count(text, []byte("\f")), // each sheet ends with one
		Text: strings.Map(func(r rune) rune {
			switch {
			case unicode.Is(unicode.Cf, r):
				return -1
			case r == '\u00a0', r == '\u202f':
				return ' '
			}
			return r
		}, string(text)),
	}
}
