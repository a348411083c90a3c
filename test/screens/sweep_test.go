package screens

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/openhpp/openhpp/internal/page/storybook"
	"github.com/openhpp/openhpp/test/harness"
)

// swept is what a script answered on one screen.
type swept[T any] struct {
	Story string
	Found T
}

// sweep shows every story in a window, one in place of the other, and asks a
// script on each: as they are laid out before the page's own scripts run, which
// a window does not run again. To go from page to page would take a browser
// four times longer. The window is at a page of the storybook and holds its
// timers.
func sweep[T any](t *testing.T, tab *harness.Tab, look, script string) []swept[T] {
	t.Helper()
	type page struct{ Story, HTML string }
	var pages []page
	book := storybook.Handler()
	for _, story := range storybook.Stories() {
		w := httptest.NewRecorder()
		book.ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/"+look+"/"+story.Name, http.NoBody))
		if w.Code != http.StatusOK {
			t.Fatalf("%s: %d", story.Name, w.Code)
		}
		pages = append(pages, page{story.Name, w.Body.String()})
	}
	list, err := json.Marshal(pages)
	if err != nil {
		t.Fatal(err)
	}
	found := harness.Ask[[]swept[T]](tab, `(async (pages) => {
		const found = []
		for (const { Story, HTML } of pages) {
			document.open()
			window.setTimeout = window.setInterval = () => 0
			document.write(HTML)
			document.close()
			found.push({ Story, Found: await (`+script+`) })
		}
		return found
	})(`+string(list)+`)`)
	if len(found) != len(pages) {
		t.Fatalf("%d of %d stories were swept", len(found), len(pages))
	}
	return found
}

// open is sweep of pages that are opened, each with what its scripts make of it.
func open[T any](tab *harness.Tab, address, look, script string) (found []swept[T]) {
	for _, story := range storybook.Stories() {
		tab.Open(address + "/" + look + "/" + story.Name)
		found = append(found, swept[T]{story.Name, harness.Ask[T](tab, script)})
	}
	return found
}

// laidOut is every element with its place and state, wherever the window was
// moved by what has the focus, and without what moves by itself. A picture that
// has not come takes its place to within a pixel.
const laidOut = `(() => {
	scrollTo(0, 0)
	for (const a of document.getAnimations()) a.cancel()
	return [...document.querySelectorAll('*')].map((e) => {
		const b = e.matches('img') ? {} : e.getBoundingClientRect()
		return e.tagName + '.' + e.className + ' ' + [b.x, b.y, b.width, b.height].map(Math.round) + [' hidden', ' open', ' disabled'].filter((s) => e[s.trim()])
	})
})()`

// A screen that is swept is laid out as one that is opened and gets no script.
func TestSweptIsAsOpened(t *testing.T) {
	book := storybook.Handler()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.HasSuffix(r.URL.Path, ".js") {
			http.NotFound(w, r)
			return
		}
		book.ServeHTTP(w, r)
	}))
	defer server.Close()
	tab := harness.NewBrowser(t).Tab(t, true)
	tab.Size(320, 256)
	tab.HoldTimers()
	const look = "ar/dark"
	opened := open[[]string](tab, server.URL, look, laidOut)
	if diff := cmp.Diff(opened, sweep[[]string](t, tab, look, laidOut)); diff != "" {
		t.Error(diff)
	}
}
