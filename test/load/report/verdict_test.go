package report

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/openhpp/openhpp/test/load/measure"
)

func rate(clients int, r float64) measure.Result { return measure.Result{Clients: clients, Rate: r} }

// reaching is an engine that reaches everything, by nothing to spare.
func reaching(name string, create, read, page float64) Engine {
	return Engine{
		Name: name, FloorName: "insert", StartEmpty: time.Second, StartFilled: time.Millisecond,
		Lines: []Line{
			{Work: Create, Result: rate(16, 1), Insert: rate(16, 500)},
			{Work: Create, Result: rate(64, create), Insert: rate(64, 1000), RSS: 150 << 20},
			{Work: Read, Result: rate(64, read), Handler: rate(64, 10_000), RSS: 100},
			{Work: Page, Result: rate(64, page), Handler: rate(64, 10_000)},
			{Work: Callbacks, Result: rate(1, 3000)},
		},
		Growth: []Size{
			{Sessions: 10_000, Create: rate(64, 100), Read: rate(64, 100), RSS: 200 << 20, Start: time.Minute},
			{Sessions: 5_000_000, Create: rate(64, 80), Read: rate(64, 80), RSS: 150 << 20, Start: time.Second},
		},
	}
}

func TestVerdictsAtTheirEdge(t *testing.T) {
	for _, e := range []Engine{reaching("SQLite", 2000, 4000, 3000), reaching("PostgreSQL", 300, 3000, 2000)} {
		verdicts := e.Verdicts()
		if len(verdicts) != 10 {
			t.Errorf("%s: %d verdicts: %+v", e.Name, len(verdicts), verdicts)
		}
		for _, v := range verdicts {
			if !v.Reached {
				t.Errorf("%s: not reached: %+v", e.Name, v)
			}
		}
	}
}

func TestVerdictsBelowTheirEdge(t *testing.T) {
	for what, spoil := range map[string]func(*Engine){
		Create:                                 func(e *Engine) { e.Lines[1].Rate-- },
		Read:                                   func(e *Engine) { e.Lines[2].Rate-- },
		Page:                                   func(e *Engine) { e.Lines[3].Rate-- },
		Callbacks:                              func(e *Engine) { e.Lines[4].Rate-- },
		"memory under load":                    func(e *Engine) { e.Lines[3].RSS = 150<<20 + 1 },
		"start to ready":                       func(e *Engine) { e.StartFilled = time.Second + 1 },
		"create session at 5,000,000 sessions": func(e *Engine) { e.Growth[1].Create.Rate-- },
		"read session at 5,000,000 sessions":   func(e *Engine) { e.Growth[1].Read.Rate-- },
		"memory at 5,000,000 sessions":         func(e *Engine) { e.Growth[1].RSS++ },
		"start to ready at 5,000,000 sessions": func(e *Engine) { e.Growth[1].Start++ },
	} {
		e := reaching("SQLite", 2000, 4000, 3000)
		spoil(&e)
		for _, v := range e.Verdicts() {
			if v.Reached != (v.What != what) {
				t.Errorf("with %s spoilt: %+v", what, v)
			}
		}
	}
}

// PostgreSQL's create is held against pgbench with 16 clients.
func TestCreateHasTheFloorOfItsEngine(t *testing.T) {
	e := reaching("PostgreSQL", 299, 3000, 2000)
	if v := e.Verdicts()[0]; v.Reached || v.Want != "≥ 0.6 × insert, 16 clients" || v.Got != "0.60 ×" {
		t.Errorf("got %+v", v)
	}
	e.Lines[0].Insert = rate(16, 400)
	if v := e.Verdicts()[0]; !v.Reached || v.Got != "0.75 ×" {
		t.Errorf("got %+v", v)
	}
}

func TestWhatWasNotMeasuredIsNotJudged(t *testing.T) {
	if got := (Engine{Name: "SQLite"}).Verdicts(); len(got) != 0 {
		t.Errorf("got %+v", got)
	}
	e := Engine{Name: "SQLite", Lines: []Line{{Work: Read, Result: rate(64, 500), Handler: rate(64, 1000)}}}
	want := []Verdict{{Read, "≥ 0.4 × empty handler", "0.50 ×", true}}
	if diff := cmp.Diff(want, e.Verdicts()); diff != "" {
		t.Error(diff)
	}
}

func TestRatio(t *testing.T) {
	if got := Ratio(rate(1, 30), rate(1, 60)); got != 0.5 {
		t.Errorf("got %v", got)
	}
	if got := Ratio(rate(1, 30), measure.Result{}); got != 0 {
		t.Errorf("to no floor: %v", got)
	}
}

func TestMostRSS(t *testing.T) {
	if got := reaching("SQLite", 1, 1, 1).MostRSS(); got != 150<<20 {
		t.Errorf("got %d", got)
	}
}
