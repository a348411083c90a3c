package report

import (
	"time"

	"github.com/openhpp/openhpp/test/load/measure"
)

// The works that are measured.
const (
	Create    = "create session"
	Read      = "read session"
	Page      = "page view"
	Pay       = "pay to completed"
	Callbacks = "callbacks delivered"
	Spread    = "callbacks to 16 receivers"
)

// Line is one work at one number of clients, beside its floors. A floor that a
// work has not got is zero.
type Line struct {
	Work string
	measure.Result
	CPU     time.Duration // of the server, for one step
	RSS     int64         // of the server, the most seen, bytes
	Others  float64       // share of the cores that neither server nor generator had
	Handler measure.Result
	Insert  measure.Result
}

// Engine is all that was measured on one database.
type Engine struct {
	Name, FloorName string
	Lines           []Line
	// StartEmpty makes the database, StartFilled finds all that the works left.
	StartEmpty, StartFilled time.Duration
	IdleRSS                 int64 // after the start, bytes
	Growth                  []Size
}

// Size is an engine with so many sessions in it.
type Size struct {
	Sessions     int
	Create, Read measure.Result
	Start        time.Duration
	RSS          int64 // the most seen, bytes
}

// Line finds a work's line; zero when it was not measured.
func (e Engine) Line(work string, clients int) Line {
	for _, l := range e.Lines {
		if l.Work == work && l.Clients == clients {
			return l
		}
	}
	return Line{}
}

// MostRSS is the most memory that the server was seen to take under load.
func (e Engine) MostRSS() int64 {
	var most int64
	for _, l := range e.Lines {
		most = max(most, l.RSS)
	}
	return most
}

// Disturbed is the largest share of the cores that others had during a work.
func (e Engine) Disturbed() float64 {
	var most float64
	for _, l := range e.Lines {
		most = max(most, l.Others)
	}
	return most
}

// Ratio is of two rates; zero when there is no floor.
func Ratio(of, floor measure.Result) float64 {
	if floor.Rate == 0 {
		return 0
	}
	return of.Rate / floor.Rate
}
