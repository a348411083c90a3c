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
