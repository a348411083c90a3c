package main

import (
	"io"

	"github.com/openhpp/openhpp/internal/testport"
	"github.com/openhpp/openhpp/test/harness"
	"github.com/openhpp/openhpp/test/load/engine"
	"github.com/openhpp/openhpp/test/load/floor"
	"github.com/openhpp/openhpp/test/load/measure"
	"github.com/openhpp/openhpp/test/load/report"
)

// engines are the databases to compare, each to be started when its turn comes.
func engines(o options) []func(*stage) engine.Engine {
	all := []func(*stage) engine.Engine{func(s *stage) engine.Engine { return engine.NewSQLite(s.TempDir()) }}
	if o.postgres {
		all = append(all, func(s *stage) engine.Engine {
			p, err := engine.StartPostgres(s.ctx, s.TempDir())
			s.must(err)
			s.Cleanup(p.Close)
			return p
		})
	}
	return all
}

// begin starts the program on an engine.
func begin(s *stage, o options, e engine.Engine) *target {
	settings := []string{"OPENHPP_DATABASE=" + e.Setting()}
	debug := ""
	if o.profiles != "" {
		address, err := testport.Take(s.ctx)
		s.must(err)
		debug = address
		settings = append(settings, "OPENHPP_DEBUG_LISTEN="+debug)
	}
	return newTarget(s, harness.Start(s, settings...), debug)
}

// measureEngine measures all works on one engine.
func measureEngine(s *stage, o options, out io.Writer, start func(*stage) engine.Engine) (r report.Engine) {
	s.within(func(s *stage) {
		e := start(s)
		r.Name, r.FloorName = e.Name(), e.FloorName()
		printf(out, "\n%s\n", r.Name)
		t := begin(s, o, e)
		r.StartEmpty, r.IdleRSS = t.server.Took, measure.RSS(t.server.PID())
		r.Lines = t.all(o, out, e)
		t.server.Stop()
		t.server.Run()
		r.StartFilled = t.server.Took
	})
	if o.growth > 0 {
		s.within(func(s *stage) { r.Growth = grow(s, o, out, start(s)) })
	}
	return r
}

// all measures every work at every level, beside its floors.
func (t *target) all(o options, out io.Writer, e engine.Engine) []report.Line {
	t.makePayments(o.pool)
	size := t.measureSizes()
	process, stop, err := floor.Start(t.ctx)
	t.must(err)
	t.Cleanup(stop)
	var lines []report.Line
	add := func(l report.Line) {
		lines = append(lines, l)
		show(out, e, l)
	}
	handler := func(body string, answer int) probe {
		return func(p measure.Plan) (measure.Result, error) { return t.nothing(p, process.Address, body, answer) }
	}
	insert := func(p measure.Plan) (measure.Result, error) { return e.Floor(t.ctx, p) }
	for _, w := range []work{
		{report.Create, t.creating, handler(t.creation(t.receiver.url).on(t.payments[0]), size.create), insert},
		{report.Read, t.readingAll, handler("", size.read), nil},
		{report.Page, t.viewing, handler("", size.page), nil},
		{report.Pay, t.paying, nil, nil},
	} {
		if !o.works.MatchString(w.name) {
			continue
		}
		if w.name != report.Create && len(t.sessions) == 0 {
			t.makeSessions()
		}
		for _, clients := range levels {
			add(t.measure(o, w, clients))
		}
	}
	for _, d := range []struct {
		name      string
		receivers int
	}{{report.Callbacks, 1}, {report.Spread, 16}} {
		if o.works.MatchString(d.name) {
			add(t.drain(o, d.name, d.receivers))
		}
	}
	return lines
}

func (t *target) readingAll(p measure.Plan) (measure.Result, error) {
	return t.reading(p, func(i int) string { return t.sessions[i].id }, len(t.sessions))
}
