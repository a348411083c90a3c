package jsonfields

import (
	"encoding/json"
	"fmt"
	"math"
	"strconv"
)

// Integer reads an integer of [low, high]; absent is 0. Digits in a string
// count as a number: real clients send them and were served.
func (o Object) Integer(name string, low, high int64) int64 {
	value, ok := o.Tree[name]
	if !ok {
		return 0
	}
	text, _ := textOf(value)
	n, err := strconv.ParseInt(text, 10, 64)
	if err != nil || n < low || n > high {
		o.wrong(name, Wrong{Kind: Range, Low: low, High: high, Right: "must be " + Integers(low, high), Found: found(value)})
		return 0
	}
	return n
}

// Integers says in words which integers are right.
func Integers(low, high int64) string {
	switch {
	case high == math.MaxInt64 && low == math.MinInt64:
		return "an integer"
	case high == math.MaxInt64:
		return fmt.Sprintf("an integer from %d", low)
	case low == math.MinInt64:
		return fmt.Sprintf("an integer of at most %d", high)
	default:
		return fmt.Sprintf("an integer from %d to %d", low, high)
	}
}

// longestNumber bounds a number that an answer repeats, in bytes.
const longestNumber = 30

// found says what stands where an integer should.
func found(value any) string {
	number, ok := value.(json.Number)
	switch text := number.String(); {
	case !ok || len(text) > longestNumber:
		return "is " + typeName(value)
	case fraction(number):
		return "is " + text + " (amounts are in minor units)"
	default:
		return "is " + text
	}
}

// Amount reads an integer that must be there.
func (o Object) Amount(name string, low, high int64) int64 {
	if !o.Has(name) {
		o.Missing(name, Integers(low, high))
		return 0
	}
	return o.Integer(name, low, high)
}

// Fraction reports whether a member is a number that is no integer.
func (o Object) Fraction(name string) bool {
	number, ok := o.Tree[name].(json.Number)
	return ok && fraction(number)
}

func fraction(number json.Number) bool {
	f, err := number.Float64()
	return err == nil && f != math.Trunc(f)
}

// Truth reads true or false; absent is false.
func (o Object) Truth(name string) bool {
	value, ok := o.Tree[name]
	if !ok {
		return false
	}
	truth, ok := value.(bool)
	if !ok {
		o.wrong(name, Wrong{Kind: Type, Right: "must be true or false", Found: "is " + typeName(value)})
	}
	return truth
}

// IntegerSent is Integer for a member whose zero is echoed: nil when absent.
func (o Object) IntegerSent(name string, low, high int64) *int64 {
	return sent(o, name, o.Integer(name, low, high))
}

// TruthSent is Truth for a member whose false is echoed: nil when absent.
func (o Object) TruthSent(name string) *bool { return sent(o, name, o.Truth(name)) }

func sent[T any](o Object, name string, value T) *T {
	if !o.Has(name) {
		return nil
	}
	return &value
}
