package page

import (
	"net/http"
	"regexp"
	"strings"
	"testing"

	"github.com/openhpp/openhpp/internal/hpp"
)

var loaded = regexp.MustCompile(`<(?:script|link)[^>]*(?:src|href)="([^"]+)"`)

// What the evidence says is what a page does.
func TestEvidenceIsTrue(t *testing.T) {
	h, _ := server(newFake(hpp.PagePay))
	page, till, step := get(h, below), get(h, tillPath), get(h, stepPath)
	evidence := EvidenceOf(origin, nil)
	listed := map[string]bool{}
	for _, f := range evidence.Files {
		listed[f.Path] = true
		if f.Path == "inline" {
			continue
		}
		file := get(h, f.Path)
		status(t, file, http.StatusOK)
		if file.Body.Len() != f.Bytes || !strings.HasPrefix(f.Integrity, "sha384-") {
			t.Errorf("%s: %d bytes served, %d listed, %s", f.Path, file.Body.Len(), f.Bytes, f.Integrity)
		}
		if f.Kind == "script" && !strings.Contains(till.Body.String()+step.Body.String(), `integrity="`+f.Integrity+`"`) {
			t.Errorf("no page loads %s as it is listed", f.Path)
		}
	}
	for _, found := range loaded.FindAllStringSubmatch(page.Body.String()+till.Body.String()+step.Body.String(), -1) {
		if !listed[found[1]] {
			t.Errorf("the page loads %s, which is not listed", found[1])
		}
	}
	nonce := regexp.MustCompile(`nonce-[^']+`)
	for _, header := range evidence.Headers {
		got := nonce.ReplaceAllString(page.Header().Get(header.Name), "nonce-{nonce}")
		if got != header.Value {
			t.Errorf("%s is %q, listed as %q", header.Name, got, header.Value)
		}
	}
}
