package screens

import (
	"testing"

	"github.com/openhpp/openhpp/internal/page/storybook"
	"github.com/openhpp/openhpp/test/harness"
)

// brandColors are as far apart as shops' colours get.
var brandColors = []string{
	"000000", "ffffff", "808080", "ff0000", "00a651", "0057b8", "ffd400", "ff6a00", "e6007e", "7b2d8e", "00b5cc", "5b3a1e",
}

// Whatever colour a shop has, as ground and as accent, light and dark: texts have
// a contrast of 4.5 and controls of 3 as the browser computes them, and axe finds
// nothing.
func TestEveryBrandCanBeRead(t *testing.T) {
	address, browser := book(t), harness.NewBrowser(t)
	for _, theme := range storybook.Themes {
		t.Run(theme, func(t *testing.T) {
			t.Parallel()
			tab := browser.Tab(t, true)
			tab.HoldTimers()
			for _, width := range []int64{360, 1280} {
				tab.Size(width, 800)
				for _, color := range brandColors {
					for _, screen := range []string{"pay", "completed", "failed"} {
						tab.Open(address + "/brand/en/" + theme + "/" + color + "/" + screen)
						for _, fault := range harness.Ask[[]string](tab, contrasts) {
							t.Errorf("%s at %d, %s: %s", color, width, screen, fault)
						}
					}
				}
			}
			for _, color := range brandColors {
				tab.Open(address + "/brand/en/" + theme + "/" + color + "/pay")
				tab.Run(axe)
				for _, v := range harness.Ask[[]violation](tab, judge) {
					t.Errorf("%s: %s: %s at %s", color, v.ID, v.Help, v.Target)
				}
			}
		})
	}
}

// contrasts lists the texts and controls that stand out too little from what is
// behind them.
const contrasts = `(() => {
	const parse = (c) => { const [r, g, b, a = 1] = c.match(/[\d.]+/g).map(Number); return { r, g, b, a } }
	const linear = (v) => (v /= 255) <= .04045 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4
	const light = (c) => .2126 * linear(c.r) + .7152 * linear(c.g) + .0722 * linear(c.b)
	const ratio = (a, b) => { const [x, y] = [light(a), light(b)].sort((m, n) => n - m); return (x + .05) / (y + .05) }
	const behind = (e) => {
		for (; e; e = e.parentElement) {
			const c = parse(getComputedStyle(e).backgroundColor)
			if (c.a) return c
		}
		return parse('rgb(255,255,255)')
	}
	const faults = []
	const check = (e, what, color, ground, least) => {
		const got = ratio(parse(color), ground)
		if (got < least) faults.push(what + ' of ' + e.outerHTML.slice(0, 60) + ': ' + got.toFixed(2) + ', ' + color)
	}
	const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
	for (let n; (n = texts.nextNode());) {
		const e = n.parentElement
		if (n.data.trim() && e.checkVisibility()) check(e, 'text', getComputedStyle(e).color, behind(e), 4.5)
	}
	for (const e of document.querySelectorAll('input:not([type=hidden], [type=radio]), select, .methods, .button')) {
		if (!e.checkVisibility()) continue
		const style = getComputedStyle(e), ground = behind(e.parentElement)
		check(e, 'edge', e.matches('.button:not(.second)') ? style.backgroundColor : style.borderTopColor, ground, 3)
	}
	return faults
})()`

// The checker sees what it looks for.
func TestPlantedContrastIsFound(t *testing.T) {
	tab := harness.NewBrowser(t).Tab(t, true)
	tab.Open(book(t) + "/brand/en/light/0057b8/pay")
	tab.Run(`document.querySelector('.summary .reason').setAttribute('style', 'color: #00479a');
		document.querySelector('#email').setAttribute('style', 'border-color: #eee')`)
	if faults := harness.Ask[[]string](tab, contrasts); len(faults) != 2 {
		t.Errorf("%q", faults)
	}
}
