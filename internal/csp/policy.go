// Package csp owns the form of a Content-Security-Policy: what a page names is
// allowed, and everything else is refused. It must not know any page.
package csp

import (
	"crypto/sha256"
	"encoding/base64"
	"strings"
)

// Header is the header that a policy goes into.
const Header = "Content-Security-Policy"

// Sources that are no addresses.
const (
	Self = "'self'"
	// Inline allows styles in elements; never scripts.
	Inline = "'unsafe-inline'"
	// StrictDynamic lets scripts that are allowed load others.
	StrictDynamic = "'strict-dynamic'"
)

// Nonce is the source of elements that carry a nonce.
func Nonce(nonce string) string { return "'nonce-" + nonce + "'" }

// Hash is the source of one element with this text.
func Hash(text string) string {
	sum := sha256.Sum256([]byte(text))
	return "'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'"
}

// Policy says from where a page may load what, and where it may lead. The zero
// value allows nothing.
type Policy struct {
	Scripts, Styles, Images, Fonts, Connections, Frames []string

	Forms   []string // where forms, and what they lead to, may go
	Framers []string // who may show the page in a frame
	// PlainText keeps scripts from making markup or code of texts.
	PlainText bool
	// Upgrade makes every request of the page one by TLS.
	Upgrade bool
	// Sandboxed takes the page its scripts, forms and origin.
	Sandboxed bool
}

// String writes the policy as the header has it.
func (p Policy) String() string {
	var b strings.Builder
	b.WriteString("default-src 'none'")
	add := func(directive string, sources ...string) {
		b.WriteString("; ")
		b.WriteString(directive)
		for _, source := range sources {
			b.WriteString(" ")
			b.WriteString(source)
		}
	}
	for _, kind := range []struct {
		directive string
		sources   []string
	}{
		{"script-src", p.Scripts}, {"style-src", p.Styles}, {"img-src", p.Images}, {"font-src", p.Fonts},
		{"connect-src", p.Connections}, {"frame-src", p.Frames},
	} {
		if len(kind.sources) > 0 {
			add(kind.directive, kind.sources...)
		}
	}
	add("form-action", orNone(p.Forms)...)
	add("base-uri", "'none'")
	add("frame-ancestors", orNone(p.Framers)...)
	add("object-src", "'none'")
	if p.PlainText {
		add("require-trusted-types-for", "'script'")
		add("trusted-types", "'none'")
	}
	if p.Upgrade {
		add("upgrade-insecure-requests")
	}
	if p.Sandboxed {
		add("sandbox")
	}
	return b.String()
}

func orNone(sources []string) []string {
	if len(sources) == 0 {
		return []string{"'none'"}
	}
	return sources
}
