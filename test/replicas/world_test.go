package replicas

import (
	"context"
	"flag"
	"os"
	"sync"
	"testing"

	"github.com/openhpp/openhpp/client"
	"github.com/openhpp/openhpp/test/harness"
)

var sessions = flag.Int("sessions", 200, "how many sessions a hundred payers press at once")

func TestMain(m *testing.M) {
	flag.Parse()
	_ = os.Setenv("OPENHPP_TEST_DATABASE", "postgres")
	harness.Main(m)
}

// pair is two servers on one database, with a merchant that both know.
type pair struct {
	servers  [2]*harness.Server
	merchant *harness.Merchant
	receiver *harness.Receiver
}

func start(t *testing.T) *pair {
	t.Helper()
	first := harness.Start(t)
	p := &pair{servers: [2]*harness.Server{first, first.Replica()}}
	p.merchant = first.Merchant("Lamps & Co")
	p.receiver = harness.NewReceiver(t, p.merchant)
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
	return p.merchant.Session(t, func(n *client.NewSession) {
		n.MerchantURLs = client.MerchantURLs{StatusUpdate: p.receiver.URL + "/callback"}
		n.Options = &client.SessionOptions{PlaceOrderMode: client.ModePlaceOrder}
	})
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
