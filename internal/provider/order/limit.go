package order

import (
	"errors"
	"fmt"
	"math"
	"regexp"
	"strconv"
	"strings"

	"github.com/openhpp/openhpp/internal/jsonfields"
)

// Limit is a fault in the words of Order Management (docs/spec/provider.md C.5), one
// message a member.
type Limit struct {
	Messages []string
}

func (l *Limit) Error() string { return strings.Join(l.Messages, "; ") }

var index = regexp.MustCompile(`\[[0-9]+\]`)

func limitMessages(err error) []string {
	fault, ok := errors.AsType[*jsonfields.Fault](err)
	if !ok {
		return []string{err.Error()}
	}
	var messages []string
	for _, wrong := range fault.Wrongs {
		messages = append(messages, limitMessage(wrong))
	}
	if fault.More > 0 {
		messages = append(messages, "And "+strconv.Itoa(fault.More)+" more")
	}
	return messages
}

// limitMessage begins with the published pattern, which names a member by a
// path without indexes; what follows says which one it is and what is there.
func limitMessage(wrong jsonfields.Wrong) string {
	dotted := index.ReplaceAllString(wrong.Field, "")
	value := "The " + strings.ReplaceAll(dotted, ".", "/") + " value"
	switch {
	case wrong.Kind == jsonfields.Missing && dotted == wrong.Field:
		return "'" + dotted + "' must not be null (" + wrong.Right + ")"
	case wrong.Kind == jsonfields.Missing:
		return "'" + dotted + "' must not be null (" + wrong.Field + ", " + wrong.Right + ")"
	case wrong.Kind == jsonfields.Size:
		return fmt.Sprintf("The size of the%s must be between %d and %d (%s %s)", strings.TrimPrefix(value, "The"), wrong.Low, wrong.High, wrong.Field, wrong.Found)
	case wrong.Kind == jsonfields.Range && wrong.Low != math.MinInt64 && wrong.High != math.MaxInt64:
		return fmt.Sprintf("%s must be an integer between %d and %d (%s %s)", value, wrong.Low, wrong.High, wrong.Field, wrong.Found)
	case wrong.Kind == jsonfields.Range, wrong.Kind == jsonfields.Type:
		return fmt.Sprintf("%s %s (%s %s)", value, wrong.Right, wrong.Field, wrong.Found)
	default:
		return value + " is not valid (" + wrong.Field + " " + wrong.Right + ")"
	}
}

func decimal(n int64) string { return strconv.FormatInt(n, 10) }
