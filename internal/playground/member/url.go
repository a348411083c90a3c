package member

import (
	"net/url"
	"regexp"
	"slices"
	"strings"
)

// forbiddenSchemes would let a link run or read something at the payer's.
var forbiddenSchemes = []string{"javascript", "data", "file", "vbscript", "blob"}

var schemeForm = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9+.-]*$`)

const maxURL = 2000

// URL reads an absolute URL (decisions.md §4); placeholders in braces may
// stand anywhere in it but in front.
func (o Object) URL(name string) string {
	text := o.Text(name, maxURL)
	if text == "" {
		return ""
	}
	u, err := url.Parse(text)
	if err != nil || !schemeForm.MatchString(u.Scheme) || slices.Contains(forbiddenSchemes, strings.ToLower(u.Scheme)) ||
		(u.Scheme == "http" || u.Scheme == "https") && u.Host == "" {
		o.Wrong(name, "must be an absolute address such as https://shop.example/path")
		return ""
	}
	return text
}
