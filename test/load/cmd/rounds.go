package main

import (
	"errors"
	"fmt"
	"runtime"
	"time"

	"github.com/openhpp/openhpp/test/load/measure"
	"github.com/openhpp/openhpp/test/load/report"
)

// probe measures one thing.
type probe func(measure.Plan) (measure.Result, error)

// work is one thing that the program does, and what it is held against; nil is
// no floor.
type work struct {
	name                     string
	program, handler, insert probe
}

// measure lets a work and its floors take turns, so that what else happens on
// the machine meets them alike.
func (t *target) measure(o options, w work, clients int) report.Line {
	l := report.Line{Work: w.name}
	plan := measure.Plan{Clients: clients, Warm: o.warm / time.Duration(o.rounds), Span: o.span / time.Duration(o.rounds)}
	var used measure.Usage
	for round := range o.rounds {
		t.more(&l.Handler, w.handler, plan)
		t.more(&l.Insert, w.insert, plan)
		profiled := t.profile(o, fmt.Sprintf("%s-%d-%d", l.Work, clients, round), plan.Warm+plan.Span)
		stop := measure.Watch(t.ctx, t.server.PID())
		t.more(&l.Result, w.program, plan)
		used = used.And(stop())
		profiled()
	}
	l.RSS, l.CPU, l.Others = used.RSS, used.PerStep(l.Rate), used.Disturbed(runtime.NumCPU())
	return l
}

// more adds a round to a result. Work that is used up early has one that is
// as good as measured.
func (t *target) more(sum *measure.Result, one probe, plan measure.Plan) {
	if one == nil {
		return
	}
	r, err := one(plan)
	if errors.Is(err, measure.ErrNothing) && sum.Count > 0 {
		return
	}
	t.must(err)
	*sum = sum.And(r)
}
