package storybook

import (
	"regexp"
	"slices"
	"strings"
	"testing"
)

var (
	input      = regexp.MustCompile(`<(?:input|select)\s[^>]*>`)
	nameOf     = regexp.MustCompile(`\sname="([^"]*)"`)
	fillOf     = regexp.MustCompile(`\sautocomplete="([^"]*)"`)
	notForKeys = regexp.MustCompile(`type="(?:hidden|radio)"`)
)

// fillTokens are what browsers fill the payer's details by.
var fillTokens = map[string]string{
	"email": "email", "phone": "tel", "given_name": "given-name", "family_name": "family-name", "date_of_birth": "bday",
	"street_address": "address-line1", "street_address2": "address-line2", "postal_code": "postal-code", "city": "address-level2",
	"region": "address-level1", "country": "country",
}

// Browsers know every field of the payer for what it is, show the right keys, and
// cut nothing off that is pasted.
func TestFieldsAreKnownToBrowsers(t *testing.T) {
	pages, _ := withoutStyles(t)
	seen := map[string]bool{}
	for page, html := range pages {
		if strings.Contains(html, "maxlength") {
			t.Errorf("%s cuts off what is pasted", page)
		}
		for _, tag := range input.FindAllString(html, -1) {
			name := nameOf.FindStringSubmatch(tag)
			if name == nil || notForKeys.MatchString(tag) || !strings.HasPrefix(page, "pay") && !strings.HasPrefix(page, "challenge") {
				continue
			}
			seen[name[1]] = true
			want := "billing " + fillTokens[name[1]]
			if name[1] == "otp" {
				want = "one-time-code"
			}
			if fill := fillOf.FindStringSubmatch(tag); fill == nil || fill[1] != want {
				t.Errorf("%s: %s, want the token %q", page, tag, want)
			}
			if text := strings.HasPrefix(tag, "<input"); text && !strings.Contains(tag, ` dir="`) {
				t.Errorf("%s: %s has no direction", page, tag)
			}
			if digits := slices.Contains([]string{"otp", "date_of_birth"}, name[1]); digits && !strings.Contains(tag, `inputmode="numeric"`) {
				t.Errorf("%s: %s shows letters", page, tag)
			}
		}
		if asks := strings.HasPrefix(page, "pay-unknown.") || strings.HasPrefix(page, "challenge."); asks && strings.Count(html, `enterkeyhint="go"`) != 1 {
			t.Errorf("%s: the key that pays is not in the last field alone", page)
		}
	}
	for name := range fillTokens {
		if !seen[name] && name != "country" {
			t.Errorf("no page has a field %s", name)
		}
	}
}
