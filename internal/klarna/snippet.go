package klarna

import (
	"net/url"
	"regexp"
	"slices"
	"strings"
)

var (
	// addressForm is an address in markup or in a script's text. A template of
	// addresses ends where it is filled in.
	addressForm = regexp.MustCompile(`https?://[A-Za-z0-9.:-]+`)
	// bootstrapForm is the member of a snippet's configuration that names the
	// script which it loads.
	bootstrapForm = regexp.MustCompile(`BOOTSTRAP_SRC["']?\s*:\s*["'](https?://[^"']+)["']`)
)

// unescapedScript is a script's text with the slashes of its addresses plain.
func unescapedScript(text string) string {
	return strings.NewReplacer(`\/`, "/", `\u002F`, "/", `\u002f`, "/", `\x2F`, "/", `\x2f`, "/").Replace(text)
}

// bootstrapOf is the address of the script that a snippet loads; nil: it names
// none that can be read.
func bootstrapOf(snippet string) *url.URL {
	found := bootstrapForm.FindStringSubmatch(unescapedScript(snippet))
	if found == nil {
		return nil
	}
	u, err := url.Parse(found[1])
	if err != nil {
		return nil
	}
	return u
}

// mayLoad reports whether the policy of the upstream's step lets browsers load from
// an address.
func (c *Client) mayLoad(address *url.URL) bool {
	return slices.ContainsFunc(c.Upstream.PageOrigins, func(allowed string) bool { return covers(allowed, address) })
}
