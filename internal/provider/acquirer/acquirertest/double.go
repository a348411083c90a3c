package acquirertest

import (
	"context"
	"errors"
	"strings"
	"sync"

	"github.com/openhpp/openhpp/internal/provider/acquirer"
)

// Fault is what goes wrong with one question.
type Fault int

// The faults.
const (
	LoseAnswer Fault = iota + 1 // the money moves, and the answer is lost
	Fail                        // nothing moves, and there is no answer
	Hesitate                    // the answer is Unknown; nothing moves yet
	Decline                     // a definite no
)

// ErrLost is what a caller sees of a lost answer.
var ErrLost = errors.New("acquirertest: the connection was lost")

// Double is an acquirer far away, with a memory. Payers are approved but for
// those whose e-mail address holds "declined".
type Double struct {
	mu      sync.Mutex
	faults  map[string][]Fault
	answers map[string]acquirer.Outcome
	moved   map[string]int64
	asked   int
}

// NewDouble makes one in which nothing goes wrong yet.
func NewDouble() *Double {
	return &Double{faults: map[string][]Fault{}, answers: map[string]acquirer.Outcome{}, moved: map[string]int64{}}
}

// Next lets the next questions of an operation go wrong: authorize, capture,
// refund or void.
func (d *Double) Next(operation string, faults ...Fault) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.faults[operation] = append(d.faults[operation], faults...)
}

// Moved is the money of an operation, in minor units.
func (d *Double) Moved(operation string) int64 {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.moved[operation]
}

// Asked counts the questions.
func (d *Double) Asked() int {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.asked
}

// Authorize implements acquirer.Acquirer.
func (d *Double) Authorize(_ context.Context, a acquirer.Authorization) (acquirer.Verdict, error) {
	outcome, err := d.move("authorize", a.Key, a.Amount, strings.Contains(a.Payer.Email, "declined"))
	verdict := acquirer.Verdict{Result: outcome.Result, Reason: outcome.Reason}
	if outcome.Result == acquirer.Approved {
		verdict.Reference = "reference of " + a.Key
	}
	return verdict, err
}

// Capture implements acquirer.Acquirer.
func (d *Double) Capture(_ context.Context, m acquirer.Movement) (acquirer.Outcome, error) {
	return d.move("capture", m.Key, m.Amount, false)
}

// Refund implements acquirer.Acquirer.
func (d *Double) Refund(_ context.Context, m acquirer.Movement) (acquirer.Outcome, error) {
	return d.move("refund", m.Key, m.Amount, false)
}

// Void implements acquirer.Acquirer.
func (d *Double) Void(_ context.Context, m acquirer.Movement) (acquirer.Outcome, error) {
	return d.move("void", m.Key, m.Amount, false)
}

func (d *Double) move(operation, key string, amount int64, decline bool) (acquirer.Outcome, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.asked++
	if known, ok := d.answers[operation+" "+key]; ok {
		return known, nil
	}
	var fault Fault
	if next := d.faults[operation]; len(next) > 0 {
		fault, d.faults[operation] = next[0], next[1:]
	}
	switch {
	case fault == Fail:
		return acquirer.Outcome{}, ErrLost
	case fault == Hesitate:
		return acquirer.Outcome{Result: acquirer.Unknown}, nil
	case fault == Decline || decline:
		return d.remember(operation, key, acquirer.Outcome{Result: acquirer.Declined, Reason: "no_money"}), nil
	}
	d.moved[operation] += amount
	outcome := d.remember(operation, key, acquirer.Outcome{Result: acquirer.Approved})
	if fault == LoseAnswer {
		return acquirer.Outcome{}, ErrLost
	}
	return outcome, nil
}

func (d *Double) remember(operation, key string, outcome acquirer.Outcome) acquirer.Outcome {
	d.answers[operation+" "+key] = outcome
	return outcome
}

// Immediate is a Double that is asked inside the transaction.
type Immediate struct{ *Double }

// Immediate implements acquirer.Immediate.
func (Immediate) Immediate() {}
