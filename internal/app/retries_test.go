package app

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/openhpp/openhpp/internal/callback"
	"github.com/openhpp/openhpp/internal/egress"
	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/outbox"
	"github.com/openhpp/openhpp/internal/store/sqlite"
	"github.com/openhpp/openhpp/internal/store/sqlitetest"
)

// receiver is a shop that is down until its time comes.
type receiver struct {
	upAt  time.Time
	tries []time.Time
	got   []string
}

func (r *receiver) Do(req *http.Request, _ time.Duration) (*http.Response, error) {
	r.tries = append(r.tries, time.Now())
	if time.Now().Before(r.upAt) {
		return nil, errors.New("connection refused")
	}
	r.got = append(r.got, req.Header.Get("webhook-id"))
	return &http.Response{StatusCode: http.StatusOK, Body: io.NopCloser(strings.NewReader(""))}, nil
}

// A shop that is down for two days gets everything, in order, from the real
// store, in no real time; one that never comes back is given up after the
// whole schedule, kept, and gets it on replay.
func TestTwoDaysOfRetries(t *testing.T) {
	for name, c := range map[string]struct {
		down  time.Duration
		found bool
	}{
		"down for two days": {48 * time.Hour, true},
		"down for ever":     {1000 * time.Hour, false},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				db, err := sqlite.Open(t.Context(), sqlitetest.File(t))
				if err != nil {
					t.Fatal(err)
				}
				defer func() { _ = db.Close() }()
				shop := &receiver{upAt: time.Now().Add(c.down)}
				began := time.Now()
				queue(t, db)
				ctx, stop := context.WithCancel(t.Context())
				done := make(chan struct{})
				go func() {
					defer close(done)
					deliveries(db, shop).Run(ctx)
				}()
				time.Sleep(100 * time.Hour) //nolint:forbidigo // the bubble's clock: it takes no time
				stop()
				<-done
				if quick := shop.tries[3].Sub(began); quick < 30*time.Second || quick > 35*time.Second {
					t.Errorf("the fourth try came after %s, want about 31 s", quick)
				}
				if c.found {
					if strings.Join(shop.got, " ") != "e1 e2" {
						t.Errorf("delivered %v", shop.got)
					}
					return
				}
				dead, err := db.Outbox().DeadLetters(t.Context(), string(hpp.JobCallback), 10)
				if err != nil || len(dead) != 1 || dead[0].Attempts != len(callback.Schedule) || len(shop.got) != 0 {
					t.Fatalf("given up: %+v, %v; delivered %v", dead, err, shop.got)
				}
			})
		})
	}
}

// queue stores a session with two events to tell.
func queue(t *testing.T, db *sqlite.DB) {
	t.Helper()
	s := hpp.Session{ID: "s", Merchant: "m", Status: hpp.Waiting, CreatedAt: time.Now(), ExpiresAt: time.Now().Add(time.Hour), URLs: hpp.MerchantURLs{StatusUpdate: "https://shop.test/cb"}}
	var jobs []hpp.Job
	for i, id := range []string{"e1", "e2"} {
		frozen, err := callback.Freeze(s, hpp.Event{ID: id})
		if err != nil {
			t.Fatal(err)
		}
		jobs = append(jobs, hpp.Job{ID: id, Kind: hpp.JobCallback, Seq: int64(i + 1), Due: time.Now(), Payload: frozen.Payload})
	}
	if _, err := db.Sessions().Insert(t.Context(), s, []byte("link"), jobs, hpp.IdempotencyKey{}); err != nil {
		t.Fatal(err)
	}
}

func deliveries(db *sqlite.DB, shop egress.Sender) *outbox.Runner {
	d := callback.Deliverer{
		Client: shop, Now: time.Now,
		Secrets: func(context.Context, hpp.MerchantID) ([][]byte, error) { return [][]byte{[]byte("secret")}, nil },
	}
	return outbox.NewRunner(db.Outbox(), outbox.Options{Now: time.Now, Log: slog.New(slog.DiscardHandler), Poll: time.Hour}, callbacks(d, hpp.JobCallback))
}
