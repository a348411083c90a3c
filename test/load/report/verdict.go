package report

import (
	"fmt"
	"time"

	"github.com/openhpp/openhpp/test/load/measure"
)

// Verdict is one thing to be reached.
type Verdict struct {
	What, Want, Got string
	Reached         bool
}

// wants are what an engine must reach; ratios are of rates to a floor's.
type wants struct {
	create      float64
	createFloor int // clients of the insert that create is held against
	read, page  float64
}

// judged is the number of clients at which works are held against floors.
const judged = 64

const (
	callbackRate = 3000      // a second
	mostMemory   = 150 << 20 // bytes
	longestStart = time.Second
	leastGrowth  = 0.8
)

func wanted(engine string) wants {
	if engine == "SQLite" {
		return wants{create: 2, createFloor: 64, read: 0.4, page: 0.3}
	}
	return wants{create: 0.6, createFloor: 16, read: 0.3, page: 0.2}
}

// Verdicts holds an engine against what it must reach. What was not measured
// is left out.
func (e Engine) Verdicts() []Verdict {
	w := wanted(e.Name)
	var all []Verdict
	ratio := func(what, floor string, of, to measure.Result, least float64) {
		if of.Rate == 0 || to.Rate == 0 {
			return
		}
		r := Ratio(of, to)
		all = append(all, Verdict{
			What: what, Want: fmt.Sprintf("≥ %g × %s", least, floor), Got: fmt.Sprintf("%.2f ×", r), Reached: r >= least,
		})
	}
	create := e.Line(Create, judged)
	ratio(Create, fmt.Sprintf("%s, %d clients", e.FloorName, w.createFloor), create.Result, e.Line(Create, w.createFloor).Insert, w.create)
	read, page := e.Line(Read, judged), e.Line(Page, judged)
	ratio(Read, "empty handler", read.Result, read.Handler, w.read)
	ratio(Page, "empty handler", page.Result, page.Handler, w.page)
	if drained := e.Line(Callbacks, 1); drained.Rate > 0 {
		all = append(all, Verdict{Callbacks, fmt.Sprintf("≥ %s", Number(callbackRate)+"/s"), Number(drained.Rate) + "/s", drained.Rate >= callbackRate})
	}
	if most := e.MostRSS(); most > 0 {
		all = append(all, Verdict{"memory under load", "≤ " + Bytes(mostMemory), Bytes(most), most <= mostMemory})
	}
	if start := max(e.StartEmpty, e.StartFilled); start > 0 {
		all = append(all, Verdict{"start to ready", "≤ " + Took(longestStart), Took(start), start <= longestStart})
	}
	return append(all, e.growth()...)
}

// growth holds the largest size against the smallest.
func (e Engine) growth() []Verdict {
	if len(e.Growth) < 2 {
		return nil
	}
	small, large := e.Growth[0], e.Growth[len(e.Growth)-1]
	var all []Verdict
	for _, work := range []struct {
		name      string
		now, then measure.Result
	}{{Create, large.Create, small.Create}, {Read, large.Read, small.Read}} {
		r := Ratio(work.now, work.then)
		all = append(all, Verdict{
			What: fmt.Sprintf("%s at %s sessions", work.name, Number(float64(large.Sessions))),
			Want: fmt.Sprintf("≥ %g × at %s", leastGrowth, Number(float64(small.Sessions))),
			Got:  fmt.Sprintf("%.2f ×", r), Reached: r >= leastGrowth,
		})
	}
	return append(all,
		Verdict{fmt.Sprintf("memory at %s sessions", Number(float64(large.Sessions))), "≤ " + Bytes(mostMemory), Bytes(large.RSS), large.RSS <= mostMemory},
		Verdict{fmt.Sprintf("start to ready at %s sessions", Number(float64(large.Sessions))), "≤ " + Took(longestStart), Took(large.Start), large.Start <= longestStart})
}
