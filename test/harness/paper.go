package harness

import (
	"context"
	"regexp"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

// sheet is how a document for printers names each of its pages.
var sheet = regexp.MustCompile(`/Type\s*/Page\b[^s]`)

// Sheets is how many sheets of A4 the page takes on paper.
func (tab *Tab) Sheets() int {
	tab.t.Helper()
	var count int
	tab.do("print", chromedp.Func(func(ctx context.Context, target *chromedp.Target) error {
		paper, err := cdp.Call(ctx, target, page.PrintToPDF, page.PrintToPDFParams{PaperWidth: 8.27, PaperHeight: 11.69})
		if err == nil {
			count = len(sheet.FindAll(paper.Data, -1))
		}
		return err
	}))
	return count
}
