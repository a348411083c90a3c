package main

import (
	"net/http"
	"runtime"
	"strings"
	"time"

	"github.com/openhpp/openhpp/test/harness"
	"github.com/openhpp/openhpp/test/load/measure"
	"github.com/openhpp/openhpp/test/load/report"
	"github.com/openhpp/openhpp/test/load/talk"
)

// drainWithin bounds how long a queue of callbacks may take.
const drainWithin = 5 * time.Minute

// drain queues callbacks of as many sessions to so many receivers and measures
// how fast they go once the receivers take them.
func (t *target) drain(o options, work string, count int) report.Line {
	var receivers []*receiver
	for range count {
		receivers = append(receivers, newReceiver(t.stage))
	}
	t.settle()
	sessions := make([]string, o.queue)
	_, err := t.exhaust(o.queue, func(c *talk.Conn, i int) error {
		body := t.creation(receivers[i%len(receivers)].url)
		one, err := t.create(c, body.on(t.payments[i%len(t.payments)]))
		sessions[i] = one.id
		return err
	})
	t.must(err)
	open := t.gate(receivers, holdFor)
	_, err = t.exhaust(o.queue, func(c *talk.Conn, i int) error {
		a, err := c.Do(t.api(http.MethodDelete, "/hpp/v1/sessions/"+sessions[i], ""))
		if err == nil && a.Status != http.StatusNoContent {
			err = wrong("disable", a, http.StatusNoContent)
		}
		return err
	})
	t.must(err)
	if time.Now().After(open) {
		t.Fatalf("%d sessions were not disabled within %s: ask for fewer -callbacks", o.queue, holdFor)
	}
	<-time.After(time.Until(open))
	stop := measure.Watch(t.ctx, t.server.PID())
	profiled := t.profile(o, work, drainProfile)
	last := t.await(receivers, o.queue)
	used := stop()
	profiled()
	took := last.Sub(open)
	return report.Line{
		Work: work, Result: measure.Result{Clients: 1, Count: o.queue, Rate: float64(o.queue) / took.Seconds()},
		CPU: used.CPU / time.Duration(o.queue), RSS: used.RSS, Others: used.Disturbed(runtime.NumCPU()),
	}
}

const (
	holdFor      = 30 * time.Second
	drainProfile = 3 * time.Second
)

// gate makes receivers refuse for a while and answers when that ends: Retry-After
// counts in full seconds.
func (t *target) gate(receivers []*receiver, wait time.Duration) time.Time {
	open := time.Now().Add(wait).Truncate(time.Second)
	for _, r := range receivers {
		r.hold(open)
	}
	return open
}

// await waits until so many callbacks were taken, and answers when the last was.
func (t *target) await(receivers []*receiver, count int) time.Time {
	var last time.Time
	harness.Eventually(t, drainWithin, "all callbacks are delivered", func() bool {
		sum := 0
		for _, r := range receivers {
			n, at := r.count()
			if sum += n; at.After(last) {
				last = at
			}
		}
		return sum >= count || t.ctx.Err() != nil
	})
	t.must(t.ctx.Err())
	return last
}

// settle waits until the program has no callback left to deliver.
func (t *target) settle() {
	conn, err := talk.Dial(t.ctx, t.server.Operations())
	t.must(err)
	defer func() { _ = conn.Close() }()
	harness.Eventually(t, drainWithin, "earlier callbacks are delivered", func() bool {
		a, err := conn.Do(talk.Request(http.MethodGet, t.server.Operations(), "/metrics", ""))
		t.must(err)
		pending := talk.Between(a.Body, `openhpp_outbox_jobs{kind="callback",state="pending"} `, "\n")
		return pending == "" || strings.TrimSpace(pending) == "0"
	})
}
