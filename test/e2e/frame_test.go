package e2e

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/openhpp/openhpp/test/harness"
)

// tillPage is a till's own web page, which embeds the module as documented.
const tillPage = `<!doctype html><title>Till</title><div id="module"></div><ol id="told"></ol>
<script>
window.openHppDistributionAsyncCallback = () => {
	const d = window.OpenHPP.Distribution
	d.init({profile_id: 'till-1'})
	d.on('status', (e) => { const li = document.createElement('li'); li.textContent = e.status + ' ' + (e.reference || ''); li.dataset.told = e.status; document.querySelector('#told').append(li) })
	d.on('closed', () => { document.body.dataset.closed = 'yes' })
	d.load({container: document.querySelector('#module'), token: 'TOKEN', view_id: 'SELLER'})
}
</script>
<script src="API/eu/hpp/distribution/sdk/v1/api.js" async></script>`

func serveTill(t *testing.T, w *world, token string) *httptest.Server {
	t.Helper()
	page := strings.NewReplacer("TOKEN", token, "API", w.URL).Replace(tillPage)
	server := httptest.NewServer(http.HandlerFunc(func(out http.ResponseWriter, _ *http.Request) {
		out.Header().Set("Content-Type", "text/html")
		_, _ = io.WriteString(out, page)
	}))
	t.Cleanup(server.Close)
	return server
}

// A till's page embeds the module where its profile allows it, and follows
// the payment by its events; any other page stays empty.
func TestATillEmbedsTheModule(t *testing.T) {
	t.Parallel()
	w := start(t)
	made := w.till(t, "IN_STORE")
	till := serveTill(t, w, made.Module.Token)
	w.merchant.Must(t, http.StatusCreated, http.MethodPut, "/openhpp/v1/profiles/till-1", map[string]any{
		"name": "Till 1", "frame_ancestors": []string{till.URL},
	})
	desk, phone := w.browser.Tab(t, true), w.browser.Tab(t, true)
	desk.Size(1024, 768)
	desk.Open(till.URL)
	desk.Visible("[data-told=WAITING]")
	phone.Open(made.RedirectURL)
	phone.Pay("alice@example.com")
	phone.Outcome("completed")
	desk.Visible("[data-told=COMPLETED]")
	session, err := w.merchant.ReadSession(t.Context(), made.SessionID)
	if err != nil {
		t.Fatal(err)
	}
	if got := desk.Text("[data-told=COMPLETED]"); got != "COMPLETED "+session.Reference {
		t.Errorf("the till was told %q, the order is %s", got, session.Reference)
	}

	stranger := serveTill(t, w, made.Module.Token)
	other := w.browser.Tab(t, true)
	other.Open(stranger.URL)
	harness.Eventually(t, time.Minute, "the stranger's frame is refused", func() bool {
		return strings.Contains(strings.Join(other.Faults(), " "), "frame-ancestors")
	})
	if told := harness.Ask[int](other, `document.querySelectorAll('#told li').length`); told != 0 {
		t.Errorf("a stranger's page was told %d times", told)
	}
}
