package screens

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/test/harness"
)

// serveIntegratorPage starts a till's own page, as an integrator writes it.
func serveIntegratorPage(t *testing.T, server string) string {
	t.Helper()
	web := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		_, _ = fmt.Fprintf(w, `<!doctype html><title>Till</title><div id="here" style="width: 700px"></div><script>
			const heard = []
			function klarnaHppDistributionAsyncCallback() {
				const d = OpenHPP.Distribution
				heard.push('ready')
				d.init({profile_id: 'till'})
				d.on('status', (s) => heard.push(s.status + ' ' + s.reference))
				d.on('closed', () => heard.push('closed'))
				d.on('error', (e) => heard.push(e.reason))
				d.load({container: '#here', token: %q, view_id: 'SELLER'})
			}
		</script><script src="%s/eu/hpp/distribution/sdk/v1/api.js" async></script>`, tillToken, server)
	}))
	t.Cleanup(web.Close)
	return web.URL
}

func awaitEvent(t *testing.T, tab *harness.Tab, last string) {
	t.Helper()
	await(t, tab, `heard[heard.length - 1]`, last)
}

func TestATillInAFrame(t *testing.T) {
	core := newTill()
	server, _ := core.serve(t)
	page := serveIntegratorPage(t, server)
	core.move(func(v *hpp.TillView) { v.Profile.Origins = []string{page} })
	tab := harness.NewBrowser(t).Tab(t, true)
	tab.Size(1024, 768)
	tab.Open(page)
	awaitEvent(t, tab, "WAITING ")
	if first := harness.Ask[string](tab, `heard[0]`); first != "ready" {
		t.Errorf("the published callback came late: %s", first)
	}
	const tall = `document.querySelector('iframe').getBoundingClientRect().height`
	core.move(moved(hpp.InProgress, hpp.PagePay))
	awaitEvent(t, tab, "IN_PROGRESS ")
	before := harness.Ask[float64](tab, tall)
	core.move(moved(hpp.Completed, hpp.PageCompleted))
	awaitEvent(t, tab, "COMPLETED ")
	if harness.Ask[float64](tab, tall) >= before || before < 500 {
		await(t, tab, tall+` < `+fmt.Sprint(before), true)
	}
	tab.Run(`document.querySelector('iframe').focus()`)
	tab.Keys("\t")
	tab.Keys("\r")
	awaitEvent(t, tab, "closed")
	if frames := harness.Ask[int](tab, `document.querySelectorAll('iframe').length`); frames != 0 {
		t.Errorf("%d frames are left", frames)
	}
	if faults := tab.Violations(); len(faults) != 0 {
		t.Errorf("%q", faults)
	}
}

// A page that the profile does not name gets neither the module nor its news.
func TestATillInAForeignFrame(t *testing.T) {
	core := newTill()
	server, _ := core.serve(t)
	page := serveIntegratorPage(t, server)
	core.move(func(v *hpp.TillView) { v.Profile.Origins = []string{"https://till.example.com"} })
	tab := harness.NewBrowser(t).Tab(t, true)
	tab.Hurry(10)
	tab.Open(page)
	awaitEvent(t, tab, "no_answer")
	core.move(moved(hpp.Completed, hpp.PageCompleted))
	if all := harness.Ask[string](tab, `heard.join()`); all != "ready,no_answer" {
		t.Errorf("heard %s", all)
	}
}
