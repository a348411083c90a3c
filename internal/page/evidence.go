package page

import (
	"net/http"
	"slices"

	"github.com/openhpp/openhpp/internal/page/assets"
)

// Evidence is what an auditor asks about payment pages: what runs on them, by
// whose leave, and which headers hold browsers to it (PCI DSS 6.4.3, 11.6.1).
type Evidence struct {
	Files   []assets.File `json:"files"`
	Headers []Header      `json:"headers"`
}

// Header is one of every page. A nonce in it is a new one for every answer.
type Header struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

// EvidenceOf answers what holds for the pages served at a public URL, with the
// headers that the server adds to every answer.
func EvidenceOf(publicURL string, header http.Header) Evidence {
	header = header.Clone()
	if header == nil {
		header = http.Header{}
	}
	(&Server{PublicURL: publicURL}).setSecurityHeaders(header, "{nonce}", nil)
	e := Evidence{Files: assets.Manifest()}
	for name := range header {
		e.Headers = append(e.Headers, Header{name, header.Get(name)})
	}
	slices.SortFunc(e.Headers, func(a, b Header) int {
		if a.Name < b.Name {
			return -1
		}
		return 1
	})
	return e
}
