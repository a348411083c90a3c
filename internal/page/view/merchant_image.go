package view

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// The most CSS pixels of a logo.
const (
	logoWidth  = 200
	logoHeight = 56
)

func newLogo(site Site) *Logo {
	p := site.Images.Logo
	if p.Name == "" || p.Width <= 0 || p.Height <= 0 {
		return nil
	}
	share := min(1, float64(logoWidth)/float64(p.Width), float64(logoHeight)/float64(p.Height))
	return &Logo{
		To:    Address(site.ImagePath + p.Name),
		Width: max(1, int(float64(p.Width)*share)), Height: max(1, int(float64(p.Height)*share)),
	}
}

// backdropCSS picks for every window the background with the nearest width
// (docs/spec/hpp.md §6). Names of images are hashes: they need no quoting.
func backdropCSS(site Site) string {
	images := slices.Clone(site.Images.Backgrounds)
	slices.SortStableFunc(images, func(a, b Background) int { return cmp.Compare(a.Width, b.Width) })
	var css strings.Builder
	for i, image := range images {
		rule := fmt.Sprintf(":root{--backdrop:url(%s%s)}", site.ImagePath, image.Name)
		if i > 0 {
			rule = fmt.Sprintf("@media(min-width:%dpx){%s}", (images[i-1].Width+image.Width+1)/2, rule)
		}
		css.WriteString(rule)
	}
	return css.String()
}
