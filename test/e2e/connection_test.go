package e2e

import (
	"net"
	"net/http"
	"net/http/httputil"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/openhpp/openhpp/client"
	"github.com/openhpp/openhpp/test/harness"
)

// lossyProxy is a proxy before the server, on which answers get lost.
type lossyProxy struct {
	url     string
	lose    atomic.Bool // answers to forms, after the server gave them
	shut    atomic.Bool // everything, before the server hears of it
	gateway atomic.Bool // everything is answered by a gateway that reaches no server
	delay   atomic.Bool // forms reach the server late
	posts   atomic.Int64
	after   atomic.Pointer[func()] // is called once, when the server has answered a form
}

// onAnswer has do called before the answer to the next form goes on its way.
func (r *lossyProxy) onAnswer(do func()) { r.after.Store(&do) }

// lateness is how late a delayed form reaches the server.
const lateness = 2 * time.Second

// newLossyProxy starts a server whose links lead by such a proxy.
func newLossyProxy(t *testing.T) (*lossyProxy, *world) {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	r := &lossyProxy{url: "http://" + listener.Addr().String()}
	w := start(t, "OPENHPP_PUBLIC_URL="+r.url)
	to, err := url.Parse(w.URL)
	if err != nil {
		t.Fatal(err)
	}
	proxy := &httputil.ReverseProxy{
		Rewrite: func(p *httputil.ProxyRequest) { p.SetURL(to); p.Out.Host = p.In.Host },
		ModifyResponse: func(answer *http.Response) error {
			if isForm(answer.Request) {
				if do := r.after.Swap(nil); do != nil {
					(*do)()
				}
			}
			if r.lose.Load() && answer.Request.Method == http.MethodPost {
				panic(http.ErrAbortHandler)
			}
			return nil
		},
	}
	server := &http.Server{ReadHeaderTimeout: time.Minute, Handler: http.HandlerFunc(func(w http.ResponseWriter, request *http.Request) {
		if r.shut.Load() {
			panic(http.ErrAbortHandler)
		}
		if r.gateway.Load() {
			w.WriteHeader(http.StatusBadGateway)
			return
		}
		if r.delay.Load() && request.Method == http.MethodPost {
			select { // as on a slow network
			case <-time.After(lateness):
			case <-request.Context().Done():
			}
		}
		if request.Method == http.MethodPost && (strings.HasSuffix(request.URL.Path, "/pay") || strings.HasSuffix(request.URL.Path, "/challenge")) {
			r.posts.Add(1)
		}
		proxy.ServeHTTP(w, request)
	})}
	go func() { _ = server.Serve(listener) }()
	t.Cleanup(func() { _ = server.Close() })
	return r, w
}

// isForm reports a press; a payer's first gesture, which is told by a POST as well, is none.
func isForm(r *http.Request) bool {
	return r.Method == http.MethodPost && !strings.HasSuffix(r.URL.Path, "/enter")
}

// connectionNotice is what the page tells beside its button about the connection.
func connectionNotice(tab *harness.Tab) string {
	said, _ := harness.TryAsk[string](tab, `(n => !n || n.hidden ? '' : n.textContent)(document.getElementById('connection'))`)
	return said
}

// Without a connection nothing is sent and the page says why, beside the
// button; when it is back, nothing is sent by itself, and one press sends it.
func TestPayIsHeldWhileOffline(t *testing.T) {
	t.Parallel()
	r, w := newLossyProxy(t)
	made := w.merchant.Session(t, nil)
	tab := w.browser.Tab(t, true)
	tab.Open(made.RedirectURL)
	tab.Fill("alice@example.com")
	tab.Offline(true)
	harness.Eventually(t, time.Minute, "the page says that it is offline", func() bool { return strings.Contains(connectionNotice(tab), "offline") })
	for range 3 {
		tab.Choose("pay")
	}
	if !harness.Ask[bool](tab, `(b => { const at = b.getBoundingClientRect(); return at.top >= 0 && at.bottom <= innerHeight })(document.getElementById('offline'))`) {
		t.Error("the notice is out of sight where the button is")
	}
	tab.Offline(false)
	harness.Eventually(t, time.Minute, "the page says that it is online", func() bool { return strings.Contains(connectionNotice(tab), "online again") })
	if got := r.posts.Load(); got != 0 {
		t.Errorf("%d forms were sent without a press", got)
	}
	if got := tab.Value("email"); got != "alice@example.com" {
		t.Errorf("the e-mail address is %q", got)
	}
	tab.Click("pay")
	tab.See("challenge-submit")
	if got := r.posts.Load(); got != 1 {
		t.Errorf("%d forms for one press", got)
	}
}

// An answer that is lost leaves the payer on the page, which finds out by
// itself what became of the form. There is one authorization.
func TestALostAnswerIsFoundOut(t *testing.T) {
	t.Parallel()
	r, w := newLossyProxy(t)
	made := w.merchant.Session(t, func(n *client.NewSession) {
		n.MerchantURLs = client.MerchantURLs{StatusUpdate: w.shop.URL + "/callback"}
	})
	tab := w.browser.Tab(t, true)
	tab.Open(made.RedirectURL)
	tab.Fill("alice@example.com")
	r.lose.Store(true)
	tab.Choose("pay")
	tab.See("challenge-submit")
	tab.Type("otp", "123456")
	tab.Choose("challenge-submit")
	tab.Outcome("completed")
	r.lose.Store(false)
	w.shop.Expect(t, made.SessionID, "IN_PROGRESS", "COMPLETED")
}

// A form that never arrived is said to be unsent, and nothing typed is gone.
func TestAFormThatNeverArrives(t *testing.T) {
	t.Parallel()
	r, w := newLossyProxy(t)
	made := w.merchant.Session(t, nil)
	tab := w.browser.Tab(t, true)
	tab.Open(made.RedirectURL)
	tab.Fill("alice@example.com")
	r.shut.Store(true)
	tab.Choose("pay")
	harness.Eventually(t, time.Minute, "the page says that it checks", func() bool { return strings.Contains(connectionNotice(tab), "checking") })
	if where := harness.Ask[string](tab, "location.href"); !strings.HasPrefix(where, r.url) {
		t.Errorf("the window is at %s", where)
	}
	r.shut.Store(false)
	harness.Eventually(t, time.Minute, "the page says that it was not sent", func() bool { return strings.Contains(connectionNotice(tab), "once more") })
	if got := tab.Value("email"); got != "alice@example.com" {
		t.Errorf("the e-mail address is %q", got)
	}
	tab.Click("pay")
	tab.See("challenge-submit")
}

// A gateway's own error is no outcome either: the page asks again.
func TestAGatewaysErrorIsNoOutcome(t *testing.T) {
	t.Parallel()
	_, w := newLossyProxy(t)
	made := w.merchant.Session(t, nil)
	tab := w.browser.Tab(t, true)
	tab.Open(made.RedirectURL)
	tab.Fill("alice@example.com")
	w.Kill()
	tab.Choose("pay")
	harness.Eventually(t, time.Minute, "the page says that it checks", func() bool { return strings.Contains(connectionNotice(tab), "checking") })
	w.Run()
	harness.Eventually(t, time.Minute, "the page says that it was not sent", func() bool { return strings.Contains(connectionNotice(tab), "once more") })
	tab.Click("pay")
	tab.See("challenge-submit")
}
