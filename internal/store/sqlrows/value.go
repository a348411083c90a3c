package sqlrows

import (
	"strings"
	"time"
)

// Storable is text as a column of every engine can hold it: others' words may
// have zero bytes or be in no known encoding.
func Storable(text string) string {
	return strings.ToValidUTF8(strings.ReplaceAll(text, "\x00", "\uFFFD"), "\uFFFD")
}

// millis is the column of a time: Unix milliseconds.
func millis(t time.Time) int64 { return t.UnixMilli() }

func fromMillis(ms int64) time.Time { return time.UnixMilli(ms).UTC() }

func millisecondsLong(ms int64) time.Duration { return time.Duration(ms) * time.Millisecond }

// optional is the column of a time that may be absent.
func optional(t time.Time) *int64 {
	if t.IsZero() {
		return nil
	}
	ms := millis(t)
	return &ms
}

func fromOptional(ms *int64) time.Time {
	if ms == nil {
		return time.Time{}
	}
	return fromMillis(*ms)
}

// octets is text as a client sent it, which may be in no known encoding. A
// server keeps it as bytes; where text may hold any bytes, it is text.
type octets string

// BytesValue makes a driver that tells them apart send bytes.
func (o octets) BytesValue() ([]byte, error) { return []byte(o), nil }
