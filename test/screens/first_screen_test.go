package screens

import (
	"testing"

	"github.com/openhpp/openhpp/test/harness"
)

// widest are languages whose words are short, long, longer, and in another
// direction.
var widest = []string{"en", "de", "fi", "ar"}

// endOf is how far down an element ends before anybody scrolls, in CSS pixels,
// where it stands in the page: a button that sticks to the window is let go.
const endOf = `((selector) => {
	const held = document.querySelector('.go')
	held.style.position = 'static'
	const end = document.querySelector(selector).getBoundingClientRect().bottom
	held.style.position = ''
	return end
})`

// Whoever the shop has introduced sees everything up to the button at once.
func TestAKnownPayerNeedNotScroll(t *testing.T) {
	address, tab := book(t), harness.NewBrowser(t).Tab(t, true)
	tab.HoldTimers()
	for _, window := range []struct {
		width, height int64
	}{{360, 740}, {390, 740}, {1280, 800}} {
		tab.Size(window.width, window.height)
		for _, lang := range widest {
			tab.Open(address + "/" + lang + "/light/pay")
			end := harness.Ask[float64](tab, endOf+`('[data-testid=pay]')`)
			t.Logf("%s, %d wide: the button ends at %.0f px", lang, window.width, end)
			if end > float64(window.height) {
				t.Errorf("%s, %d wide: the button ends at %.0f px", lang, window.width, end)
			}
		}
	}
}

// Whoever the shop does not know sees the first field, and nothing covers it.
func TestTheFirstFieldIsOnTheFirstScreen(t *testing.T) {
	address, tab := book(t), harness.NewBrowser(t).Tab(t, true)
	tab.HoldTimers()
	tab.Size(360, 740)
	for _, lang := range widest {
		tab.Open(address + "/" + lang + "/light/pay-unknown")
		end := harness.Ask[float64](tab, endOf+`('.field input')`)
		covered := harness.Ask[float64](tab, `document.querySelector('.go').getBoundingClientRect().top`)
		t.Logf("%s: the first field ends at %.0f px, the button begins at %.0f px", lang, end, covered)
		if end > 740 || end > covered {
			t.Errorf("%s: the first field ends at %.0f px, the button begins at %.0f px", lang, end, covered)
		}
	}
}

// hidden lists what the Tab key reaches while it lies behind the button, or
// outside the window (WCAG 2.4.11).
const hidden = `(() => {
	const held = document.querySelector('.go'), on = document.activeElement
	const a = on.getBoundingClientRect(), b = held.getBoundingClientRect()
	if (on === document.body || held.contains(on)) return ''
	const behind = a.bottom > b.top + 1 && a.top < b.bottom - 1 && getComputedStyle(held).position === 'sticky'
	return behind || a.bottom < 0 || a.top > innerHeight ? on.outerHTML.slice(0, 80) + ' ' + [a.top, a.bottom, b.top].map(Math.round) : ''
})()`

// The button stays in sight and never covers what has the focus; in a window
// that is low, or enlarged, it does not stay.
func TestTheButtonCoversNothingThatHasTheFocus(t *testing.T) {
	address, tab := book(t), harness.NewBrowser(t).Tab(t, true)
	tab.HoldTimers()
	for _, window := range []struct {
		width, height int64
		stays         bool
	}{{360, 740, true}, {360, 640, true}, {1280, 800, true}, {1280, 700, true}, {640, 400, false}, {320, 256, false}} {
		tab.Size(window.width, window.height)
		for _, story := range []string{"pay-unknown", "pay-delivery", "pay-correct"} {
			tab.Open(address + "/en/light/" + story)
			inSight := harness.Ask[bool](tab, `document.querySelector('[data-testid=pay]').getBoundingClientRect().bottom <= innerHeight`)
			if inSight != window.stays {
				t.Errorf("%s at %d×%d: the button is in sight: %t, want %t", story, window.width, window.height, inSight, window.stays)
			}
			for range 40 {
				tab.PressTab()
				if covered := harness.Ask[string](tab, hidden); covered != "" {
					t.Errorf("%s at %d×%d: %s", story, window.width, window.height, covered)
				}
			}
		}
	}
}
