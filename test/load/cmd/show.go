package main

import (
	"io"

	"github.com/openhpp/openhpp/test/load/engine"
	"github.com/openhpp/openhpp/test/load/report"
)

// show prints a line of the table while the run goes on.
func show(out io.Writer, e engine.Engine, l report.Line) {
	printf(out, "%-26s %3d clients %8s/s  p50 %9s  p99 %9s  CPU %9s  %s, others %4s", l.Work, l.Clients, report.Number(l.Rate),
		report.Took(l.P50), report.Took(l.P99), report.Micros(l.CPU), report.Bytes(l.RSS), report.Share(l.Others))
	if l.Handler.Rate > 0 {
		printf(out, "  %s empty handler (%s/s)", report.Times(report.Ratio(l.Result, l.Handler)), report.Number(l.Handler.Rate))
	}
	if l.Insert.Rate > 0 {
		printf(out, "  %s %s (%s/s)", report.Times(report.Ratio(l.Result, l.Insert)), e.FloorName(), report.Number(l.Insert.Rate))
	}
	printf(out, "\n")
}
