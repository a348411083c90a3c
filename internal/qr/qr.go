package qr

import (
	"fmt"
	"strconv"

	"rsc.io/qr"
)

// Level is how much of a code may be lost before it can no longer be read.
type Level = qr.Level

// The levels of the standard: about 7, 15, 25 and 30 % may be lost.
const (
	L = qr.L
	M = qr.M
	Q = qr.Q
	H = qr.H
)

// Style is how a text is encoded and framed.
type Style struct {
	Level Level
	// Quiet is the width of the empty border, in modules. Scanners need it to
	// find the code; use less only on a white background.
	Quiet int
}

// DefaultStyle is what the QR standard recommends; it survives a scratched screen.
var DefaultStyle = Style{Level: M, Quiet: 4}

// Code is an encoded text, drawn in units of one module.
type Code struct {
	code  *qr.Code
	quiet int
}

// Encode fails for texts that a code of this level cannot hold: more than
// about 2,300 bytes at level M, 1,270 at level H.
func Encode(text string, s Style) (Code, error) {
	code, err := qr.Encode(text, s.Level)
	if err != nil {
		return Code{}, fmt.Errorf("qr: %d bytes: %w", len(text), err)
	}
	return Code{code, s.Quiet}, nil
}

// Size is the side of the code in modules, the quiet border included.
func (c Code) Size() int { return c.code.Size + 2*c.quiet }

// Path draws the dark modules as the d attribute of an SVG path to be stroked
// one unit wide: one stroke per horizontal run keeps it short.
func (c Code) Path() string {
	var d []byte
	for y := range c.code.Size {
		for x := 0; x < c.code.Size; {
			run := c.runLength(x, y)
			if run == 0 {
				x++
				continue
			}
			d = append(d, 'M')
			d = strconv.AppendInt(d, int64(x+c.quiet), 10)
			d = append(d, ' ')
			d = strconv.AppendInt(d, int64(y+c.quiet), 10)
			d = append(d, ".5h"...)
			d = strconv.AppendInt(d, int64(run), 10)
			x += run
		}
	}
	return string(d)
}

// runLength counts the dark modules from (x, y) to the right.
func (c Code) runLength(x, y int) int {
	n := 0
	for x+n < c.code.Size && c.code.Black(x+n, y) {
		n++
	}
	return n
}
