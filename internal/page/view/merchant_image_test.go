package view

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/openhpp/openhpp/internal/hpp"
)

func pictured(p Images) Screen {
	site := here
	site.Images, site.ImagePath = p, "/pictures/"
	return ForPay(visited(hpp.PagePay, hpp.Waiting), site)
}

func TestLogoFitsItsPlace(t *testing.T) {
	for _, test := range []struct{ w, h, width, height int }{
		{480, 160, 168, 56}, {480, 40, 200, 16}, {20, 20, 20, 20}, {8, 160, 2, 56}, {480, 1, 200, 1},
	} {
		got := pictured(Images{Logo: Image{"l.png", test.w, test.h, ""}}).Shop.Logo
		if diff := cmp.Diff(&Logo{"/pictures/l.png", test.width, test.height}, got); diff != "" {
			t.Errorf("%d × %d:\n%s", test.w, test.h, diff)
		}
	}
	if got := pictured(Images{}).Shop.Logo; got != nil {
		t.Errorf("a logo that is not there: %+v", got)
	}
}

func TestTheNearestBackgroundIsShown(t *testing.T) {
	s := pictured(Images{Backgrounds: []Background{{"wide.jpeg", 1280}, {"slim.jpeg", 480}}})
	want := ":root{--backdrop:url(/pictures/slim.jpeg)}@media(min-width:880px){:root{--backdrop:url(/pictures/wide.jpeg)}}"
	if !s.Backdrop || s.Brand != want {
		t.Errorf("%t, %s", s.Backdrop, s.Brand)
	}
	if s := pictured(Images{}); s.Backdrop || s.Brand != "" {
		t.Errorf("a background that is not there: %s", s.Brand)
	}
}
