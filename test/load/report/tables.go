package report

import (
	"strconv"

	"github.com/openhpp/openhpp/test/load/measure"
)

// Works is the table of rates.
func (e Engine) Works() string {
	rows := [][]string{{"work", "clients", "a second", "p50", "p99", "server's CPU", "others", "× handler", "× insert"}}
	for _, l := range e.Lines {
		if l.Work == Callbacks || l.Work == Spread {
			rows = append(rows, []string{l.Work, "", Number(l.Rate), "", "", Micros(l.CPU), Share(l.Others), "", ""})
			continue
		}
		rows = append(rows, []string{
			l.Work, strconv.Itoa(l.Clients), Number(l.Rate), Took(l.P50), Took(l.P99), Micros(l.CPU), Share(l.Others),
			Times(Ratio(l.Result, l.Handler)), Times(Ratio(l.Result, l.Insert)),
		})
	}
	return Table(rows...)
}

// Floors is the table of what the works are held against.
func (e Engine) Floors() string {
	rows := [][]string{{"floor", "clients", "a second", "p50", "p99"}}
	add := func(name string, r measure.Result) {
		if r.Rate > 0 {
			rows = append(rows, []string{name, strconv.Itoa(r.Clients), Number(r.Rate), Took(r.P50), Took(r.P99)})
		}
	}
	for _, l := range e.Lines {
		add("empty handler for "+l.Work, l.Handler)
	}
	for _, l := range e.Lines {
		add(e.FloorName, l.Insert)
	}
	return Table(rows...)
}

// Sizes is the table of growth.
func (e Engine) Sizes() string {
	rows := [][]string{{"sessions", "create, a second", "p99", "read, a second", "p99", "start", "memory"}}
	for _, s := range e.Growth {
		rows = append(rows, []string{
			Number(float64(s.Sessions)), Number(s.Create.Rate), Took(s.Create.P99), Number(s.Read.Rate), Took(s.Read.P99), Took(s.Start), Bytes(s.RSS),
		})
	}
	return Table(rows...)
}

// Reached is the table of what was to be reached.
func (e Engine) Reached() string {
	rows := [][]string{{"what", "wanted", "measured", "reached"}}
	for _, v := range e.Verdicts() {
		mark := "no"
		if v.Reached {
			mark = "yes"
		}
		rows = append(rows, []string{v.What, v.Want, v.Got, mark})
	}
	return Table(rows...)
}
