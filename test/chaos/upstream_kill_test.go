package chaos

import (
	"context"
	"flag"
	"math/rand/v2"
	"net/http"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/openhpp/openhpp/test/harness"
)

var upstreamKills = flag.Int("upstream-kills", 27, "how often the server is killed while payers act at another company: each moment once, and three that are random")

// moment is when the server dies: as a call with this name passes a gate, on its way
// in or once it is answered. One without a name is any.
type moment struct {
	call     string
	answered bool
}

// moments are before and after each call of a payment and, with these, before and
// after each commit.
var moments = []moment{
	{"press pay", true}, {"show the step", true},
	{"report", false}, {"report", true},
	{"authorization callback", false}, {"authorization callback", true},
	{"leave for the company", true}, {"come back", false}, {"come back", true}, {"go back", true},
	{"read session", false}, {"read session", true}, {"add the callback", true},
	{"make a hosted page", true}, {"read a hosted page", true},
	{"place order", false}, {"place order", true},
	{"read order", false}, {"read order", true},
	{"capture", false}, {"capture", true},
	{"release", false}, {"release", true},
	{shopHears, false},
}

// shopHears is the moment when the shop hears of a booked order.
const shopHears = "callback to the shop"

// killer kills a server at one moment after the other.
type killer struct {
	server *harness.Server
	armed  atomic.Pointer[moment]
	dead   chan bool
	lost   atomic.Int64 // calls that died with their caller
}

// at is called where a moment may be.
func (k *killer) at(m moment) (hit bool) {
	armed := k.armed.Load()
	if armed == nil || *armed != m || !k.armed.CompareAndSwap(armed, nil) {
		return false
	}
	k.server.Kill()
	k.dead <- true
	return true
}

// meet kills at a gate. A call on its way in dies with its caller, or arrives
// though its caller is dead.
func (k *killer) meet(p harness.Passage) http.HandlerFunc {
	hit := k.at(moment{p.Call, p.Answered})
	if hit && !p.Answered && k.lost.Add(1)%2 == 0 {
		return harness.Break
	}
	return nil
}

// next has the server die at a moment, or at once after a while, and starts it
// again.
func (k *killer) next(t *testing.T, m moment) {
	t.Helper()
	if m.call == "" {
		wait(t.Context(), time.Duration(rand.IntN(400))*time.Millisecond)
		k.server.Kill()
	} else {
		k.armed.Store(&m)
		select {
		case <-k.dead:
		case <-time.After(2 * time.Minute):
			t.Fatalf("no %q passed within two minutes, answered: %t", m.call, m.answered)
		}
	}
	k.server.Run()
}

// Killed at every step of payments at another company, in all modes and on every
// road that an authorization takes, the server loses no order and doubles none,
// leaves no authorization behind there, and tells its merchants the whole story
// (safety.md T1, T3: I1–I4, I6–I10, I12).
func TestKilledAtEveryStepOfAnUpstreamPayment(t *testing.T) {
	w := startUpstream(t)
	k := &killer{server: w.front, dead: make(chan bool)}
	w.gate.Meet(k.meet)
	w.door.Meet(k.meet)
	for _, shop := range w.shops {
		shop.receiver.Refuse = func(http.ResponseWriter, *http.Request) bool { k.at(moment{call: shopHears}); return false }
	}
	ctx, stop := context.WithCancel(t.Context())
	var workers sync.WaitGroup
	for worker := range 4 {
		workers.Go(func() { w.work(ctx, worker*3) })
	}
	var due []moment
	for range *upstreamKills {
		if len(due) == 0 {
			due = append(slices.Clone(moments), moment{}, moment{}, moment{})
			rand.Shuffle(len(due), func(i, j int) { due[i], due[j] = due[j], due[i] })
		}
		k.next(t, due[0])
		due = due[1:]
	}
	stop()
	workers.Wait()
	w.settle()
	w.compare(*upstreamKills)
}
