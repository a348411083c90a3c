package page

import (
	"strings"
	"sync"

	"github.com/openhpp/openhpp/internal/page/assets"
	"github.com/openhpp/openhpp/internal/page/view"
)

// stylesOf are the stylesheets of a screen: what every one of its kind needs, and
// what only this one does, since each byte of it delays the first paint.
func stylesOf(s view.Screen) []string {
	styles := []string{stylesheetOf(s)}
	for _, more := range []struct {
		needed bool
		style  string
	}{
		{s.Shop.Logo != nil, assets.LogoStylesheet},
		{s.Idle != nil, assets.IdleStylesheet},
		{hasModule(s), assets.ModuleStylesheet},
		{s.Backdrop, assets.BackdropStylesheet},
	} {
		if more.needed {
			styles = append(styles, more.style)
		}
	}
	for i, style := range styles {
		styles[i] = schemed(style, s.Scheme)
	}
	return styles
}

// schemedStylesheets are those of every page in each one of the two colour schemes.
var schemedStylesheets = sync.OnceValue(func() map[string]map[string]string {
	all := map[string]map[string]string{}
	for scheme := range alwaysIn {
		all[scheme] = map[string]string{}
		for _, sheet := range []string{
			assets.PayStylesheet, assets.CodeStylesheet, assets.Stylesheet,
			assets.LogoStylesheet, assets.IdleStylesheet, assets.ModuleStylesheet, assets.BackdropStylesheet,
		} {
			all[scheme][sheet] = inScheme(sheet, scheme)
		}
	}
	return all
})

// schemed is a stylesheet of ours for one colour scheme.
func schemed(sheet, scheme string) string {
	if in, known := schemedStylesheets()[scheme]; known {
		return in[sheet]
	}
	return sheet
}

// stylesheetOf is what every screen of a kind needs.
func stylesheetOf(s view.Screen) string {
	switch {
	case s.Pay != nil && s.Pay.NoMethods == "":
		return assets.PayStylesheet
	case s.Challenge != nil:
		return assets.CodeStylesheet
	}
	return assets.Stylesheet
}

// alwaysIn make rules of both colour schemes hold for one, whatever the browser
// prefers.
var alwaysIn = map[string]*strings.Replacer{
	"light": strings.NewReplacer("screen and (prefers-color-scheme:dark)", "not all", "color-scheme:light dark", "color-scheme:light"),
	"dark":  strings.NewReplacer("screen and (prefers-color-scheme:dark)", "screen", "color-scheme:light dark", "color-scheme:dark"),
}

// inScheme is a stylesheet for one colour scheme; an empty one leaves the choice
// to the browser.
func inScheme(css, scheme string) string {
	if replace := alwaysIn[scheme]; replace != nil {
		return replace.Replace(css)
	}
	return css
}
