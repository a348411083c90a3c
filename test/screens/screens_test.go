package screens

import (
	_ "embed"
	"net/http/httptest"
	"slices"
	"testing"

	"github.com/openhpp/openhpp/internal/locale"
	"github.com/openhpp/openhpp/internal/page/storybook"
	"github.com/openhpp/openhpp/test/harness"
)

func TestMain(m *testing.M) { harness.Main(m) }

//go:embed axe/axe.min.js
var axe string

// book serves the storybook and answers its address.
func book(t *testing.T) string {
	t.Helper()
	server := httptest.NewServer(storybook.Handler())
	t.Cleanup(server.Close)
	return server.URL
}

// scripts are languages of three scripts, one of them from right to left.
var scripts = []string{"en", "el", "ar"}

// violation is what axe found, as far as a reader needs it.
type violation struct{ ID, Help, Target string }

const judge = `Object.assign(window, window.realTimers), axe.run(document, {resultTypes: ['violations']}).then((r) => r.violations.flatMap((v) =>
	v.nodes.map((n) => ({ID: v.id, Help: v.help, Target: n.target.join(' ') + ' ' + (n.any[0] || {message: ''}).message}))))`

// Themes differ in colours, and languages in words: both themes are judged in
// one language, the others in one theme. What scripts make of a page is judged
// in one look, since they do the same in all.
func TestAxeFindsNothing(t *testing.T) {
	address, browser := book(t), harness.NewBrowser(t)
	scripted := scripts[0] + "/light"
	for _, look := range []string{scripted, scripts[0] + "/dark", scripts[1] + "/light", scripts[2] + "/light"} {
		t.Run(look, func(t *testing.T) {
			t.Parallel()
			tab := browser.Tab(t, true)
			tab.HoldTimers()
			var screens []swept[[]violation]
			if look == scripted {
				screens = open[[]violation](tab, address, look, axe+"\n"+judge)
			} else {
				tab.Open(address + "/" + look + "/pay")
				tab.Run(axe)
				screens = sweep[[]violation](t, tab, look, judge)
			}
			for _, screen := range screens {
				for _, v := range screen.Found {
					t.Errorf("%s: %s: %s at %s", screen.Story, v.ID, v.Help, v.Target)
				}
			}
		})
	}
}

// The page before the shop's leads on after half a second. It stays while it is
// looked at, which takes longer than that where much else is going on.
func TestScreensStayWhileTheyAreLookedAt(t *testing.T) {
	tab := harness.NewBrowser(t).Tab(t, true)
	tab.HoldTimers()
	tab.Open(book(t) + "/en/light/completed-leaving")
	const late = `(({ setTimeout }) => new Promise((done) => setTimeout(() => done(location.pathname), 700)))(window.realTimers ?? window)`
	if at := harness.Ask[string](tab, late); at != "/en/light/completed-leaving" {
		t.Errorf("the window is at %s", at)
	}
}

// A page of 1280 px at 400 % zoom is as wide as the smallest phone. Those of the
// languages that need most room are looked at with what scripts make of them.
func TestNothingScrollsSideways(t *testing.T) {
	address, browser := book(t), harness.NewBrowser(t)
	for _, lang := range locale.Languages() {
		t.Run(lang, func(t *testing.T) {
			t.Parallel()
			tab := browser.Tab(t, true)
			tab.Size(320, 256)
			tab.HoldTimers()
			tab.Open(address + "/" + lang + "/light/pay")
			screens := sweep[[]string](t, tab, lang+"/light", unfolded)
			if slices.Contains(widest, lang) {
				screens = append(screens, open[[]string](tab, address, lang+"/light", unfolded)...)
			}
			for _, screen := range screens {
				if wide := screen.Found; len(wide) != 0 {
					t.Errorf("%s is wider than the screen: %q", screen.Story, wide)
				}
			}
		})
	}
}

// unfolded is tooWide of a page whose rows are all open, and brokenWords.
const unfolded = `(() => {
	for (const d of document.querySelectorAll('details')) d.open = true
	return ` + tooWide + `.concat(` + brokenWords + `)
})()`

// brokenWords are the headings of our own words that would not fit if words were
// kept whole.
const brokenWords = `[...document.querySelectorAll('h1, h2')].filter((e) => {
	e.style.overflowWrap = 'normal'
	return e.scrollWidth > e.clientWidth + 1 && !/W{9}|<script>/.test(document.body.textContent)
}).map((e) => 'a word is broken: ' + e.textContent)`

const tooWide = `document.documentElement.scrollWidth <= innerWidth ? [] : [...document.querySelectorAll('body *')]
	.filter((e) => { const b = e.getBoundingClientRect(); return b.right > innerWidth + 1 || b.left < -1 })
	.map((e) => e.tagName + '.' + e.className + ' ' + Math.round(e.getBoundingClientRect().width)).concat(['page ' + document.documentElement.scrollWidth])`

// What is paid, to whom and why stands at the top of a small phone.
func TestTheAmountIsSeenFirst(t *testing.T) {
	address, browser := book(t), harness.NewBrowser(t)
	tab := browser.Tab(t, true)
	tab.HoldTimers()
	for _, lang := range locale.Languages() {
		for _, story := range []string{"pay", "pay-branded", "pay-one-method", "challenge"} {
			tab.Open(address + "/" + lang + "/light/" + story)
			bottom := harness.Ask[float64](tab, `Math.max(...['.shop', '.reason', '.amount'].map((c) => document.querySelector(c).getBoundingClientRect().bottom))`)
			if bottom > 200 {
				t.Errorf("%s in %s: the amount ends at %.0f px", story, lang, bottom)
			}
		}
	}
}

// Everything that can be pressed is large enough for a thumb.
func TestTargetsAreLargeEnough(t *testing.T) {
	address, browser := book(t), harness.NewBrowser(t)
	tab := browser.Tab(t, true)
	tab.HoldTimers()
	for _, screen := range open[[]string](tab, address, "en/light", tooSmall) {
		for _, small := range screen.Found {
			t.Errorf("%s: %s", screen.Story, small)
		}
	}
}

// Links inside a sentence are exempt (WCAG 2.5.8), and so is the band that
// only test mode has; a radio is pressed by its label.
const tooSmall = `[...document.querySelectorAll('a, button, input:not([type=hidden]):not([type=radio]), select, summary, label.method')]
	.filter((e) => e.checkVisibility() && !e.closest('.test') && !e.matches('p a'))
	.filter((e) => e.getBoundingClientRect().height < 44)
	.map((e) => e.outerHTML.slice(0, 80) + ' is ' + Math.round(e.getBoundingClientRect().height) + ' px high')`

// The checkers see what they look for.
func TestPlantedFaultsAreFound(t *testing.T) {
	tab := harness.NewBrowser(t).Tab(t, true)
	tab.Size(320, 256)
	tab.Open(book(t) + "/en/light/pay-unknown")
	tab.Run(axe)
	tab.Run(`document.querySelector('label[for=email]').remove();
		document.querySelector('.method:has(:checked) .hint').setAttribute('style', 'color: #bbb');
		document.querySelector('.amount').setAttribute('style', 'inline-size: 400px');
		document.querySelector('[data-testid=pay]').setAttribute('style', 'min-block-size: 0; padding: 0')`)
	found := map[string]bool{}
	for _, v := range harness.Ask[[]violation](tab, judge) {
		found[v.ID] = true
	}
	if !found["label"] || !found["color-contrast"] {
		t.Errorf("axe finds only %v", found)
	}
	if wide := harness.Ask[[]string](tab, tooWide); len(wide) == 0 {
		t.Error("a page that is too wide is not noticed")
	}
	if small := harness.Ask[[]string](tab, tooSmall); len(small) != 1 {
		t.Errorf("a button that is too small: %q", small)
	}
}
