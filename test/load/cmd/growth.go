package main

import (
	"io"

	"github.com/openhpp/openhpp/test/load/engine"
	"github.com/openhpp/openhpp/test/load/measure"
	"github.com/openhpp/openhpp/test/load/report"
)

// small is the size that larger ones are compared with, in sessions.
const small = 10_000

// grow measures create and read in a small database and in a large one.
func grow(s *stage, o options, out io.Writer, e engine.Engine) []report.Size {
	t := begin(s, o, e)
	t.makePayments(min(o.pool, 2000))
	t.measureSizes() // makes the session that is copied
	var all []report.Size
	for _, sessions := range []int{small, o.growth} {
		t.server.Stop()
		s.must(e.Fill(s.ctx, sessions))
		t.server.Run()
		plan := measure.Plan{Clients: 64, Warm: o.warm, Span: o.span}
		size := report.Size{Sessions: sessions, Start: t.server.Took}
		var err error
		stop := measure.Watch(s.ctx, t.server.PID())
		size.Create, err = t.creating(plan)
		s.must(err)
		size.Read, err = t.reading(plan, engine.CopyID, sessions)
		s.must(err)
		size.RSS = stop().RSS
		printf(out, "%-26s %8s/s created  %8s/s read  ready after %s  %s\n", report.Number(float64(sessions))+" sessions",
			report.Number(size.Create.Rate), report.Number(size.Read.Rate), report.Took(size.Start), report.Bytes(size.RSS))
		all = append(all, size)
	}
	return all
}
