package chaos

import (
	"context"
	"fmt"
	"net/http"
	"sync"
	"testing"
	"time"

	"github.com/openhpp/openhpp/test/harness"
)

// pulse notices when writes are acknowledged.
type pulse struct {
	mu    sync.Mutex
	count int64
	last  time.Time
	worst time.Duration
}

// watch looks at the ledger, often enough for tenths of a second.
func (p *pulse) watch(ctx context.Context, book *ledger) {
	for ctx.Err() == nil {
		book.mu.Lock()
		count := int64(len(book.payments)) + book.paid.Load()
		book.mu.Unlock()
		p.saw(count, time.Now())
		wait(ctx, 5*time.Millisecond)
	}
}

func (p *pulse) saw(count int64, now time.Time) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if count == p.count {
		return
	}
	p.worst = max(p.worst, now.Sub(p.last))
	p.count, p.last = count, now
}

// reset forgets how long it was silent at worst.
func (p *pulse) reset() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.worst = 0
}

// longest is how long it was silent at worst since.
func (p *pulse) longest() time.Duration {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.worst
}

// beats waits for so many more acknowledged writes.
func (p *pulse) beats(t *testing.T, more int64) {
	t.Helper()
	counted := func() int64 {
		p.mu.Lock()
		defer p.mu.Unlock()
		return p.count
	}
	want := counted() + more
	harness.Eventually(t, time.Minute, "writes are acknowledged", func() bool { return counted() >= want })
}

// caller asks one server, again and again, and looks at how it is answered.
type caller struct {
	url      string
	merchant *harness.Merchant

	slowest map[string]time.Duration // by path
	answers map[string]map[int]int   // by path and status
	wrong   []string
}

func newCaller(url string, m *harness.Merchant) *caller {
	return &caller{url: url, merchant: m, slowest: map[string]time.Duration{}, answers: map[string]map[int]int{}}
}

// paths are a balancer's question, and a merchant's that reads the database.
var paths = []string{"/readyz", "/openhpp/v1/profiles"}

func (c *caller) call(ctx context.Context) {
	for ctx.Err() == nil {
		for _, path := range paths {
			began := time.Now()
			if err := c.ask(ctx, path); err != nil && ctx.Err() == nil {
				c.wrong = append(c.wrong, err.Error())
			}
			c.slowest[path] = max(c.slowest[path], time.Since(began))
		}
		wait(ctx, 50*time.Millisecond)
	}
}

func (c *caller) ask(ctx context.Context, path string) error {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, c.url+path, http.NoBody)
	if err != nil {
		return err
	}
	request.SetBasicAuth(c.merchant.Username, c.merchant.Password)
	response, err := new(http.Client).Do(request)
	if err != nil {
		return err
	}
	_ = response.Body.Close()
	if c.answers[path] == nil {
		c.answers[path] = map[int]int{}
	}
	c.answers[path][response.StatusCode]++
	switch {
	case response.StatusCode == http.StatusOK:
	case response.StatusCode != http.StatusServiceUnavailable:
		return fmt.Errorf("%s answers %d", path, response.StatusCode)
	case path != "/readyz" && response.Header.Get("Retry-After") == "":
		return fmt.Errorf("%s answers 503 and not when to come back", path)
	}
	return nil
}

// prompt is what an answer may take where there is no leader.
const prompt = 8 * time.Second

// judge holds that callers were always answered, in time, with yes or with
// "come back", and that each death was noticed.
func (c *caller) judge(t *testing.T, deaths int) {
	t.Helper()
	t.Logf("%s: %v, slowest %v", c.url, c.answers, c.slowest)
	for _, wrong := range c.wrong[:min(10, len(c.wrong))] {
		t.Error(wrong)
	}
	for _, path := range paths {
		if c.slowest[path] > prompt {
			t.Errorf("an answer of %s took %s", path, c.slowest[path])
		}
		if c.answers[path][http.StatusServiceUnavailable] < deaths || c.answers[path][http.StatusOK] == 0 {
			t.Errorf("%s answered %v through %d deaths", path, c.answers[path], deaths)
		}
	}
}
