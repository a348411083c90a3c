package view

import (
	"sync"

	"github.com/openhpp/openhpp/internal/hpp"
)

// brandStyle is all that a merchant's stylesheet follows from.
type brandStyle struct {
	theme hpp.Theme
	brand hpp.Brand // without ColorScheme, which does not change the rules
	logo  bool
	tone  LogoTone
}

// css are the rules. Finding colours that can be read takes longer than all else
// on a page: so they are kept.
func (s brandStyle) css() string {
	css := themeCSS(s.theme)
	if font := fonts[s.brand.Font]; font != "" {
		css += "body{font-family:" + font + "}"
	}
	css += groundCSS(s.brand.GroundColor)
	if s.logo {
		css += plateCSS(s.brand, s.tone)
	}
	return css
}

// maxBrandStyles is how many merchants' rules are kept. Merchants choose them: one
// that changes its own all the time only makes the server find them again.
const maxBrandStyles = 500

// brandStyles are kept rules. The zero value holds none.
type brandStyles struct {
	mu   sync.RWMutex
	kept map[brandStyle]string
}

var keptBrandStyles brandStyles

// css are a style's rules, from before or made now.
func (k *brandStyles) css(style brandStyle) string {
	k.mu.RLock()
	css, known := k.kept[style]
	k.mu.RUnlock()
	if known {
		return css
	}
	css = style.css()
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.kept == nil || len(k.kept) >= maxBrandStyles {
		k.kept = map[brandStyle]string{}
	}
	k.kept[style] = css
	return css
}
