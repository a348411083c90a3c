package main

import (
	"fmt"
	"io"
	"math"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/openhpp/openhpp/test/harness"
	"github.com/openhpp/openhpp/test/load/measure"
	"github.com/openhpp/openhpp/test/load/talk"
)

// levels are the numbers of clients at once.
var levels = []int{1, 16, 64}

// preparing is how many clients make what a measurement needs beforehand.
const preparing = 16

// target is a running program with a merchant, and what was made there.
type target struct {
	*stage
	server   *harness.Server
	host     string // of the server, with its port
	basic    string
	debug    string // address of the profiles, empty without
	receiver *receiver

	payments []string
	mu       sync.Mutex
	sessions []created
	unpaid   []created // on payment sessions that nobody else pays
	next     atomic.Int64
}

// created is a session as its merchant was told of it.
type created struct{ id, link string }

func newTarget(s *stage, server *harness.Server, debug string) *target {
	merchant := server.Merchant("Lamps & Co")
	return &target{
		stage: s, server: server, host: strings.TrimPrefix(server.URL, "http://"), debug: debug,
		basic: talk.Basic(merchant.Username, merchant.Password), receiver: newReceiver(s),
	}
}

// load runs a plan with a connection for each client.
func (t *target) load(p measure.Plan, address string, step func(client int, c *talk.Conn) func() error) (measure.Result, error) {
	return measure.Load(t.ctx, p, func(client int) (measure.Worker, error) {
		conn, err := talk.Dial(t.ctx, address)
		if err != nil {
			return nil, err
		}
		return worker{conn, step(client, conn)}, nil
	})
}

type worker struct {
	io.Closer
	step func() error
}

func (w worker) Step() error { return w.step() }

// exhaust works through count pieces, as fast as it goes.
func (t *target) exhaust(count int, one func(c *talk.Conn, i int) error) (measure.Result, error) {
	var next atomic.Int64
	plan := measure.Plan{Clients: preparing, Span: math.MaxInt64 / 4 * time.Nanosecond}
	return t.load(plan, t.host, func(_ int, c *talk.Conn) func() error {
		return func() error {
			i := int(next.Add(1)) - 1
			if i >= count {
				return measure.ErrDone
			}
			return one(c, i)
		}
	})
}

// api writes a request as the merchant.
func (t *target) api(method, path, body string) []byte {
	header := []string{"Authorization", t.basic, "Accept", "application/json"}
	if body != "" {
		header = append(header, "Content-Type", "application/json")
	}
	return talk.Request(method, t.host, path, body, header...)
}

// wrong is an answer other than the one wanted.
func wrong(what string, a talk.Answer, want int) error {
	return fmt.Errorf("%s: answered %d, want %d: %.300q", what, a.Status, want, a.Body)
}
