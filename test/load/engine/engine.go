package engine

import (
	"context"
	"fmt"

	"github.com/openhpp/openhpp/test/load/measure"
)

// Engine is one database of the list.
type Engine interface {
	// Name is what people call it, FloorName what Floor measures.
	Name() string
	FloorName() string
	// Setting is the program's OPENHPP_DATABASE.
	Setting() string
	// Floor measures a row of the size of the newest session's for each commit,
	// with the durability that the program has.
	Floor(ctx context.Context, p measure.Plan) (measure.Result, error)
	// Fill makes copies of the newest real session, with its job, until there
	// are as many copies as total. The program must not run.
	Fill(ctx context.Context, total int) error
	Close()
}

// CopyID is the id of a copy: of the shape and order of the real ones, and
// older than any.
func CopyID(i int) string {
	at := uint64(firstCopy) + uint64(i)
	return fmt.Sprintf("%08x-%04x-7000-8000-%012x", at>>16, at&0xffff, i)
}

// firstCopy is when the first copy seems to be made, in Unix milliseconds;
// the following ones are a millisecond apart.
const firstCopy = 1_735_689_600_000
