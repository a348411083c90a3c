package fsck

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/openhpp/openhpp/internal/hpp"
)

// Journal is what callers were answered and what receivers got. It is kept in
// memory as a whole; nil is an empty one that tells nothing.
type Journal struct {
	operations []operation
	deliveries []Line
	receivers  map[hpp.MerchantID]Line
}

// operation is one that has ended, or whose end is unknown.
type operation struct {
	Line
	begun time.Time // At is when it ended
}

// attempted reports whether the operation may have had its effect.
func (o operation) attempted() bool { return o.State == Acknowledged || o.State == Unknown }

// Read adds a file's lines. A last line that was cut off is passed over: its
// writer may have been killed. Errors name the line.
func (j *Journal) Read(name string, file io.Reader) error {
	lines := bufio.NewReader(file)
	open := map[string]Line{}
	for number := 1; ; number++ {
		text, err := lines.ReadBytes('\n')
		if ended := errors.Is(err, io.EOF); err != nil && !ended {
			return fmt.Errorf("journal %s: %w", name, err)
		} else if ended {
			break
		}
		line, err := parse(text)
		if err != nil {
			return fmt.Errorf("journal %s, line %d: %w", name, number, err)
		}
		j.add(line, open)
	}
	for _, begun := range open { // nobody wrote down how they ended
		begun.State = Unknown
		j.operations = append(j.operations, operation{begun, begun.At})
	}
	return nil
}

func parse(text []byte) (line Line, err error) {
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&line); err != nil {
		return Line{}, err
	}
	return line, line.fault()
}

// add takes a line; open are the operations of its file that have begun.
func (j *Journal) add(line Line, open map[string]Line) {
	switch {
	case line.Type == DeliveryLine:
		j.deliveries = append(j.deliveries, line)
	case line.Type == ReceiverLine:
		if j.receivers == nil {
			j.receivers = map[hpp.MerchantID]Line{}
		}
		j.receivers[line.Merchant] = line
	case line.State == Begun:
		open[line.ID] = line
	default:
		begun := line.At
		if first, ok := open[line.ID]; ok {
			begun = first.At
			delete(open, line.ID)
		}
		j.operations = append(j.operations, operation{line, begun})
	}
}

// hasReceivers reports whether any receiver's callbacks are in the journal.
func (j *Journal) hasReceivers() bool { return j != nil && len(j.receivers) > 0 }

// boundsRepeats reports whether it says how many repeats are explained.
func (j *Journal) boundsRepeats() bool {
	if j == nil {
		return false
	}
	for _, receiver := range j.receivers {
		if receiver.Repeats != nil {
			return true
		}
	}
	return false
}
