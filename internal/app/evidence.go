package app

import (
	"net/http"

	"github.com/openhpp/openhpp/internal/page"
)

// PageEvidence answers what runs on the payer's pages at a public URL, for an
// auditor.
func PageEvidence(publicURL string) page.Evidence {
	header := http.Header{}
	if words := (&Config{PublicURL: publicURL}).transportSecurity(); words != "" {
		header.Set("Strict-Transport-Security", words)
	}
	return page.EvidenceOf(publicURL, header)
}
