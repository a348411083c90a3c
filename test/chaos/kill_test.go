package chaos

import (
	"context"
	"flag"
	"fmt"
	"math/rand/v2"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/openhpp/openhpp/client"
	"github.com/openhpp/openhpp/test/harness"
)

var kills = flag.Int("kills", 20, "how often the server is killed under load")

func TestMain(m *testing.M) {
	flag.Parse()
	harness.Main(m)
}

// payment is what one worker was told of one session.
type payment struct {
	session client.CreatedSession
	mode    client.Mode
}

// ledger keeps what the server acknowledged.
type ledger struct {
	journal *harness.Journal

	mu       sync.Mutex
	payments []payment
	paid     atomic.Int64
	unknown  atomic.Int64 // payments a kill cut in the middle
}

// watched is a merchant's receiver and an empty ledger, with one journal.
func watched(t *testing.T, m *harness.Merchant) (*harness.Receiver, *ledger) {
	t.Helper()
	receiver, book := harness.NewReceiver(t, m), &ledger{journal: harness.NewJournal(t)}
	receiver.Journal = book.journal
	return receiver, book
}

func (l *ledger) add(p payment) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.payments = append(l.payments, p)
}

// Killed at random moments under load, the server loses no acknowledged
// session and no order, doubles none, and tells every merchant the whole story
// in order (safety.md T1: I1–I4, I6–I10, I12). What it keeps of its tries is what
// the receiver wrote down.
func TestKilledUnderLoad(t *testing.T) {
	server := harness.Start(t)
	merchant := server.Merchant("Lamps & Co")
	receiver, book := watched(t, merchant)
	everyFifthFails(receiver)
	ctx, stop := context.WithCancel(t.Context())
	var workers sync.WaitGroup
	for worker := range 4 {
		workers.Go(func() { work(ctx, t, worker, merchant, receiver, book, itself) })
	}
	done := killAtRandom(t, server, book)
	stop()
	workers.Wait()
	if !book.enough() {
		t.Fatalf("too little was hit to prove anything: %d payments, %d cut in the middle, under %d kills", book.paid.Load(), book.unknown.Load(), done)
	}
	settle(t, server.Database, merchant, receiver, book)
	compareTries(t, merchant, book)
	compare(t, server, merchant, receiver, book, done)
}

// killAtRandom kills and starts the server as often as asked for, and then on
// until enough was hit: which moments are met is chance, and a busy machine
// does little between two kills. It answers how often it was.
func killAtRandom(t *testing.T, server *harness.Server, book *ledger) int {
	random := rand.New(rand.NewPCG(uint64(time.Now().UnixNano()), 1))
	done := 0
	for done < *kills || (!book.enough() && done < 10**kills) {
		time.Sleep(time.Duration(20+random.IntN(400)) * time.Millisecond) //nolint:forbidigo // the random moment is the test
		server.Kill()
		server.Run()
		if done++; done%20 == 0 {
			t.Logf("%d kills, %d payments told, %d cut in the middle", done, book.paid.Load(), book.unknown.Load())
		}
	}
	return done
}

// enough tells whether payments were hit so often that a fault would have shown.
func (l *ledger) enough() bool {
	return int(l.paid.Load()) >= *kills && int(l.unknown.Load()) >= *kills/20
}

// itself is a link where it leads.
func itself(link string) string { return link }

// work makes and pays sessions until told to stop, at the links that at makes
// of theirs; a killed server is tried again with the same idempotency key.
func work(ctx context.Context, t *testing.T, worker int, m *harness.Merchant, r *harness.Receiver, book *ledger, at func(string) string) {
	payer := harness.NewPayer()
	payer.Looks = 1 // what a kill left unknown is looked at again in the end
	modes := []client.Mode{client.ModeNone, client.ModePlaceOrder, client.ModeCaptureOrder}
	for n := 0; ctx.Err() == nil; n++ {
		mode := modes[n%len(modes)]
		session, err := create(ctx, m, r, book.journal, mode, fmt.Sprintf("%d-%d", worker, n))
		if err != nil {
			if ctx.Err() == nil {
				t.Errorf("create: %v", err)
			}
			return
		}
		book.add(payment{session, mode})
		for ctx.Err() == nil {
			if page, err := book.journal.Pay(ctx, m, payer, session.SessionID, at(session.RedirectURL), "alice@example.com"); err == nil {
				switch page.Outcome {
				case "completed":
					book.paid.Add(1)
				case "checking":
					book.unknown.Add(1)
				default:
					t.Errorf("session %s ended as %q", session.SessionID, page.Outcome)
				}
				break
			}
			pause(ctx)
		}
	}
}

// pause waits for the server to come back.
func pause(ctx context.Context) {
	select {
	case <-ctx.Done():
	case <-time.After(30 * time.Millisecond):
	}
}

func create(ctx context.Context, m *harness.Merchant, r *harness.Receiver, journal *harness.Journal, mode client.Mode, key string) (client.CreatedSession, error) {
	for {
		payment, err := m.CreatePayment(ctx, harness.Purchase(), client.WithIdempotencyKey("kp-"+key))
		if err != nil {
			if harness.Refused(err) || ctx.Err() != nil {
				return client.CreatedSession{}, err
			}
			pause(ctx)
			continue
		}
		session, err := journal.Create(ctx, m, client.NewSession{
			PaymentSessionURL: m.PaymentURL(payment.SessionID),
			MerchantURLs:      client.MerchantURLs{StatusUpdate: r.URL + "/callback"},
			Options:           &client.SessionOptions{PlaceOrderMode: mode},
		}, "hpp-"+key)
		if err == nil || harness.Refused(err) || ctx.Err() != nil {
			return session, err
		}
		pause(ctx)
	}
}
