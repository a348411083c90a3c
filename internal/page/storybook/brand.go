package storybook

import (
	"net/http"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/page/view"
)

// colored are the screens that are served in a brand's colours.
var colored = map[string]func(func(string) hpp.PageView) func(string) view.Screen{"pay": pay, "completed": outcome, "failed": outcome}

// serveBrand serves a screen with one colour as ground and accent, given as six
// hexadecimal digits.
func serveBrand(w http.ResponseWriter, r *http.Request) {
	build := colored[r.PathValue("screen")]
	if build == nil {
		http.NotFound(w, r)
		return
	}
	states := map[string]hpp.PageState{"pay": hpp.PagePay, "completed": hpp.PageCompleted, "failed": hpp.PageFailed}
	color := "#" + r.PathValue("hex")
	v := at(states[r.PathValue("screen")], hpp.InProgress, supported, to(shopAddress), func(v *hpp.PageView) {
		v.Session.Options.Brand = hpp.Brand{GroundColor: color, AccentColor: color}
		v.Payer = hpp.Payer{Country: "SE"} // with every field
	})
	writeScreen(w, themed(build(v)(r.PathValue("lang")), r.PathValue("theme")))
}

// brandStories lists screens that look like a shop.
func brandStories() []Story {
	ordered := hpp.Result{OrderID: "f3392f8b-6116-4073-ab96-e330819e2c07", Reference: "K4MZ9T2W"}
	return []Story{
		{"pay-branded", branded},
		{"pay-ground", pay(at(hpp.PagePay, hpp.Waiting, inColours))},
		{"completed-ground", outcome(at(hpp.PageCompleted, hpp.Completed, result(ordered, hpp.PlaceOrder), to(shopAddress), inColours, supported))},
	}
}

// inColours is a brand that is more than an accent.
func inColours(v *hpp.PageView) {
	v.Session.Options.Brand = hpp.Brand{GroundColor: "#12324a", AccentColor: "#c2185b", Font: hpp.FontSerif, Corners: hpp.CornersRound}
}

// branded is a page in a merchant's colours, with a logo and a background.
func branded(lang string) view.Screen {
	v, withTheme := newPageView(lang), site
	supported(&v)
	v.Session.Theme = hpp.Theme{Accent: "#ffb000", Link: "#c2185b", Border: "#d0d0d0", Radius: "4px"}
	withTheme.ImagePath = picturePath
	withTheme.Images = view.Images{
		Logo:        view.Image{Name: "logo.png", Width: 320, Height: 96, Tone: view.DarkLogo},
		Backgrounds: []view.Background{{Name: "harbour.png", Width: 1280}},
	}
	return view.ForPay(v, withTheme)
}
