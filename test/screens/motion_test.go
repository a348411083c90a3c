package screens

import (
	"testing"

	"github.com/openhpp/openhpp/internal/page/storybook"
	"github.com/openhpp/openhpp/test/harness"
)

// jumps says what moved under its reader's eyes, once the page is drawn, and how
// far in all (CLS).
const jumps = `new Promise((done) => {
	const jumps = { Far: 0, What: [] }
	new PerformanceObserver((list) => {
		for (const e of list.getEntries()) {
			if (e.hadRecentInput) continue
			jumps.Far += e.value
			jumps.What.push(...e.sources.map((s) => (s.node?.outerHTML ?? '').slice(0, 80) + ' from ' + s.previousRect.y + ' to ' + s.currentRect.y))
		}
	}).observe({ type: 'layout-shift', buffered: true })
	setTimeout(() => done(jumps), 400)
})`

type jumped struct {
	Far  float64
	What []string
}

// Steps fade into each other and rows open without anything jumping.
func TestNothingJumps(t *testing.T) {
	address, browser := book(t), harness.NewBrowser(t)
	tab := browser.Tab(t, true)
	for _, width := range []int64{360, 1280} {
		tab.Size(width, 800)
		for _, story := range []string{"pay", "pay-branded", "pay-ground", "challenge", "checking", "completed", "failed-onward"} {
			tab.Open(address + "/en/light/" + story)
			if got := harness.Ask[jumped](tab, jumps); got.Far >= 0.02 {
				t.Errorf("%s at %d moves by %.3f: %q", story, width, got.Far, got.What)
			}
		}
	}
	tab.Open(address + "/en/light/pay")
	tab.Run(`document.querySelector('main').insertAdjacentHTML('afterbegin', '<p><a id="next" href="/en/light/completed">next</a></p>')`)
	tab.Follow("#next")
	if got := harness.Ask[jumped](tab, jumps); got.Far >= 0.02 {
		t.Errorf("the next step moves by %.3f: %q", got.Far, got.What)
	}
}

// Whoever asked for less motion sees none: no fade between steps, nothing that
// comes in, no tick that is drawn.
func TestLessMotion(t *testing.T) {
	address, browser := book(t), harness.NewBrowser(t)
	tab := browser.Tab(t, true)
	const moving = `[...document.styleSheets].flatMap((s) => [...s.cssRules]).filter((r) => r.media && matchMedia(r.media.mediaText).matches)
		.flatMap((r) => [...r.cssRules]).filter((r) => r instanceof CSSViewTransitionRule).length +
		document.getAnimations().filter((a) => a.animationName !== 'spin').length`
	open := func(motion string) int {
		tab.Media("", "prefers-reduced-motion", motion)
		tab.Open(address + "/en/light/completed")
		tab.Run(`document.querySelector('.languages').open = true`)
		return harness.Ask[int](tab, moving)
	}
	if got := open("no-preference"); got < 2 {
		t.Errorf("with motion: %d", got)
	}
	if got := open("reduce"); got != 0 {
		t.Errorf("with less motion: %d", got)
	}
}

// No two outcomes share a drawing.
func TestEveryOutcomeHasItsOwnSign(t *testing.T) {
	address, browser := book(t), harness.NewBrowser(t)
	tab := browser.Tab(t, true)
	tab.HoldTimers()
	owner := map[string]string{}
	for _, story := range storybook.Stories() {
		tab.Open(address + "/en/light/" + story.Name)
		drawn := harness.Ask[[]string](tab, `[...document.querySelectorAll('[data-sign]')].flatMap((e) => [document.querySelector('main').dataset.outcome ?? e.dataset.sign, e.innerHTML])`)
		if len(drawn) != 2 {
			if harness.Ask[bool](tab, `!!document.querySelector('[data-outcome]')`) {
				t.Errorf("%s has %d signs", story.Name, len(drawn)/2)
			}
			continue
		}
		outcome, sign := drawn[0], drawn[1]
		if other, known := owner[sign]; known && other != outcome {
			t.Errorf("%s looks like %s", outcome, other)
		}
		owner[sign] = outcome
	}
	if len(owner) < 10 {
		t.Errorf("%d signs were seen", len(owner))
	}
}
