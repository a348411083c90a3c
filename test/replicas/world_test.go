package replicas

import (
	"context"
	"flag"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/openhpp/openhpp/client"
	"github.com/openhpp/openhpp/test/harness"
)

var sessions = flag.Int("sessions", 50, "how many sessions a hundred payers press at once")

func TestMain(m *testing.M) {
	flag.Parse()
	harness.OnServer()
	harness.Main(m)
}

// pair is two servers on one database, with a merchant that both know.
type pair struct {
	servers  [2]*harness.Server
	merchant *harness.Merchant
	receiver *harness.Receiver
	journal  *harness.Journal
	made     int
}

func start(t *testing.T) *pair {
	t.Helper()
	return startWith(t)
}

// startWith is start with further settings.
func startWith(t *testing.T, env ...string) *pair {
	t.Helper()
	first := harness.Start(t, env...)
	p := &pair{servers: [2]*harness.Server{first, first.Replica()}}
	p.merchant = first.Merchant("Lamps & Co")
	p.receiver, p.journal = harness.NewReceiver(t, p.merchant), harness.NewJournal(t)
	p.receiver.Journal = p.journal
	return p
}

// at is the merchant's client of one replica.
func (p *pair) at(i int) *harness.Merchant {
	m := *p.merchant
	c := *m.Client
	c.BaseURL = p.servers[i%2].URL
	m.Client = &c
	return &m
}

// session makes one that places its order.
func (p *pair) session(t *testing.T) client.CreatedSession {
	t.Helper()
	payment, err := p.merchant.CreatePayment(t.Context(), harness.Purchase())
	if err != nil {
		t.Fatal(err)
	}
	p.made++
	made, err := p.journal.Create(t.Context(), p.merchant, client.NewSession{
		PaymentSessionURL: p.merchant.PaymentURL(payment.SessionID),
		MerchantURLs:      client.MerchantURLs{StatusUpdate: p.receiver.URL + "/callback"},
		Options:           &client.SessionOptions{PlaceOrderMode: client.ModePlaceOrder},
	}, fmt.Sprintf("session-%d", p.made))
	if err != nil {
		t.Fatal(err)
	}
	return made
}

// late is the part of the callbacks that may come again since a receiver that
// a hundred payers keep busy answered too late.
const late = 10

// expectNoFindings waits until everything is told, and has the program check itself.
func (p *pair) expectNoFindings(t *testing.T) {
	t.Helper()
	db := p.servers[0].Database
	harness.Eventually(t, time.Minute, "everything is told", func() bool {
		return db.Count(`SELECT count(*) FROM outbox WHERE kind IN ('callback', 'payment_session')`) == 0
	})
	p.journal.Receives(p.merchant, int64(p.made/late))
	p.journal.Check(db)
}

// atOnce runs n calls that start together.
func atOnce(ctx context.Context, n int, call func(ctx context.Context, i int)) {
	gate := make(chan struct{})
	var all sync.WaitGroup
	for i := range n {
		all.Go(func() {
			<-gate
			call(ctx, i)
		})
	}
	close(gate)
	all.Wait()
}
