package app

import "github.com/openhpp/openhpp/internal/page"

// PageEvidence answers what runs on the payer's pages at a public URL, for an
// auditor.
func PageEvidence(publicURL string) page.Evidence { return page.EvidenceOf(publicURL) }
