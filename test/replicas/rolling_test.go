package replicas

import (
	"bufio"
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"net"
	"net/http"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/openhpp/openhpp/client"
	"github.com/openhpp/openhpp/test/harness"
)

var (
	restarts = flag.Int("restarts", 10, "how often a replica is restarted under load")
	rate     = flag.Int("rate", 200, "requests a second meanwhile")
)

const (
	drain       = 2 * time.Second // for three of twenty probes, however busy the machine
	stopsWithin = 10 * time.Second
	flows       = 24 // payments at a time
	readers     = 6  // pages that stay open
)

// Replicas that are restarted in turn behind a dumb balancer fail no request
// of anybody; every payment ends, every callback comes once (safety.md T12:
// I3, I8, I10).
func TestRollingRestarts(t *testing.T) {
	for name, serve := range map[string]func(*balancer, *testing.T){"by request": (*balancer).byRequest, "by connection": (*balancer).byConnection} {
		t.Run(name, func(t *testing.T) {
			b := listen(t)
			p := startWith(t, "OPENHPP_PUBLIC_URL="+b.url(), "OPENHPP_DRAIN="+drain.String())
			p.merchant.BaseURL = b.url()
			p.receiver.Refuse = slowly // so that some callback is always under way
			b.watch(t, p.servers[:]...)
			go serve(b, t)
			l := newTraffic(t, b, p)
			longest := time.Duration(0)
			for i := range *restarts / 2 {
				l.progress(t)
				longest = max(longest, restart(t, p.servers[i%2]))
				b.allReady(t)
			}
			l.progress(t)
			l.end(t)
			t.Logf("%d restarts, the longest stop took %s; %d requests, %.0f a second, %d over kept connections, of which %d were closed at rest; %d payments; %d pages ended orderly",
				*restarts/2, longest.Round(time.Millisecond), l.sent.Load(), float64(l.sent.Load())/time.Since(l.began).Seconds(), l.conns.reused, l.conns.closed, len(l.paid), l.ended.Load())
			if l.conns.closed > 0 {
				t.Errorf("%d connections were closed without a word: a request may have been on its way", l.conns.closed)
			}
			b.troubles.Range(func(at, err any) bool { t.Errorf("%s: the balancer: %v", at, err); return true })
			if longest > stopsWithin || longest < drain {
				t.Errorf("a stop took %s, want %s to %s", longest, drain, stopsWithin)
			}
		})
	}
}

// slowly takes a callback after a while.
func slowly(http.ResponseWriter, *http.Request) bool {
	<-time.After(50 * time.Millisecond)
	return false
}

// restart stops a replica as an operator would, starts it again, and answers
// how long the stop took.
func restart(t *testing.T, server *harness.Server) time.Duration {
	t.Helper()
	began := time.Now()
	server.Stop()
	took := time.Since(began)
	if code := server.ExitCode(); code != 0 {
		t.Errorf("a replica ended with %d", code)
	}
	server.Run()
	return took
}

// traffic is merchants and payers who forgive nothing.
type traffic struct {
	p       *pair
	conns   connections
	turns   *time.Ticker
	began   time.Time
	stop    context.CancelFunc
	stopped context.Context //nolint:containedctx // of the workers, whom end waits for
	workers sync.WaitGroup
	sent    atomic.Int64
	ended   atomic.Int64 // open pages whose server said goodbye

	mu   sync.Mutex
	paid []client.CreatedSession
}

func newTraffic(t *testing.T, b *balancer, p *pair) *traffic {
	t.Helper()
	l := &traffic{p: p, turns: time.NewTicker(time.Second / time.Duration(*rate)), began: time.Now()}
	l.conns.dial = func(ctx context.Context) (net.Conn, error) {
		return new(net.Dialer).DialContext(ctx, "tcp", b.listener.Addr().String())
	}
	t.Cleanup(func() { l.turns.Stop(); l.conns.close() })
	l.stopped, l.stop = context.WithCancel(t.Context())
	p.merchant.HTTP = &http.Client{Transport: l, Timeout: 20 * time.Second}
	page := p.session(t)
	for range flows {
		l.workers.Go(func() {
			for l.stopped.Err() == nil {
				l.purchase(t)
			}
		})
	}
	for range readers {
		l.workers.Go(func() {
			for l.stopped.Err() == nil {
				l.read(t, page.RedirectURL)
			}
		})
	}
	return l
}

// RoundTrip implements http.RoundTripper: at most so many requests a second,
// and an answer that is nobody's fault but the server's is an error.
func (l *traffic) RoundTrip(r *http.Request) (*http.Response, error) {
	<-l.turns.C
	l.sent.Add(1)
	response, err := l.conns.RoundTrip(r)
	if err == nil && response.StatusCode >= http.StatusInternalServerError {
		text, _ := io.ReadAll(response.Body)
		err = fmt.Errorf("%s is answered %d: %s", r.Method, response.StatusCode, text)
	}
	if err != nil && r.Context().Err() == nil {
		return nil, fmt.Errorf("%s: request failed: %w", time.Now().Format(time.StampMilli), err)
	}
	return response, err
}

// purchase makes a session, reads it, pays it and reads it again.
func (l *traffic) purchase(t *testing.T) {
	ctx := t.Context() // not the load's: what began is finished
	payment, err := l.p.merchant.CreatePayment(ctx, harness.Purchase())
	if err != nil {
		t.Error(err)
		return
	}
	made, err := l.p.merchant.CreateSession(ctx, client.NewSession{
		PaymentSessionURL: l.p.merchant.PaymentURL(payment.SessionID),
		MerchantURLs:      client.MerchantURLs{StatusUpdate: l.p.receiver.URL + "/callback"},
		Options:           &client.SessionOptions{PlaceOrderMode: client.ModePlaceOrder},
	})
	if err != nil {
		t.Error(err)
		return
	}
	if session, err := l.p.merchant.ReadSession(ctx, made.SessionID); err != nil || session.Status != client.Waiting {
		t.Errorf("a new session is %s, %v", session.Status, err)
	}
	if page, err := harness.NewPayer().By(l).Pay(ctx, made.RedirectURL, "alice@example.com"); err != nil || page.Outcome != "completed" {
		t.Errorf("outcome %q, %v", page.Outcome, err)
	}
	if session, err := l.p.merchant.ReadSession(ctx, made.SessionID); err != nil || session.Status != client.Completed {
		t.Errorf("a paid session is %s, %v", session.Status, err)
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.paid = append(l.paid, made)
}

// read keeps a page open until its server says goodbye, in good order.
func (l *traffic) read(t *testing.T, link string) {
	request, err := http.NewRequestWithContext(l.stopped, http.MethodGet, link+"/live", http.NoBody)
	if err != nil {
		t.Error(err)
		return
	}
	response, err := l.RoundTrip(request)
	if err != nil {
		if l.stopped.Err() == nil {
			t.Errorf("an open page: %v", err)
		}
		return
	}
	defer func() { _ = response.Body.Close() }()
	if response.StatusCode != http.StatusOK {
		t.Errorf("an open page: %d", response.StatusCode)
	}
	for lines := bufio.NewReader(response.Body); ; {
		if _, err = lines.ReadString('\n'); err != nil {
			break
		}
	}
	switch {
	case l.stopped.Err() != nil:
	case errors.Is(err, io.EOF):
		l.ended.Add(1)
	default:
		t.Errorf("an open page was cut off: %v", err)
	}
}

// progress waits for a quarter of a second's requests.
func (l *traffic) progress(t *testing.T) {
	t.Helper()
	want := l.sent.Load() + int64(*rate)/4
	harness.Eventually(t, time.Minute, "requests go on", func() bool { return l.sent.Load() >= want })
}

// end lets the payments under way end, and holds what came of all.
func (l *traffic) end(t *testing.T) {
	t.Helper()
	l.stop()
	l.workers.Wait()
	if len(l.paid) < *restarts || l.ended.Load() < int64(*restarts/2) {
		t.Fatalf("too little was going on to prove anything: %d payments, %d pages ended", len(l.paid), l.ended.Load())
	}
	if t.Failed() {
		return // what failed requests leave behind tells nothing new
	}
	for _, made := range l.paid {
		l.p.receiver.Expect(t, made.SessionID, "IN_PROGRESS", "COMPLETED")
		if n := len(l.p.receiver.Callbacks(made.SessionID)); n != 2 {
			t.Errorf("session %s: %d callbacks came, 2 were due", made.SessionID, n)
		}
	}
	db := l.p.servers[0].Database
	if sessions, orders := db.Count("SELECT count(*) FROM sessions"), db.Count("SELECT count(*) FROM playground_orders"); sessions != len(l.paid)+1 || orders != len(l.paid) {
		t.Errorf("%d sessions and %d orders are stored for %d payments and a page", sessions, orders, len(l.paid))
	}
}
