package qr

import (
	"fmt"
	"strconv"

	"rsc.io/qr"
)

// quiet is the width of the empty border, in modules, that the QR standard
// asks for: scanners need it to find the code.
const quiet = 4

// Code is an encoded text, drawn in units of one module.
type Code struct{ code *qr.Code }

// Encode encodes text with error correction level M, which survives a scratched
// screen. It fails for texts of more than about 2,300 bytes.
func Encode(text string) (Code, error) {
	code, err := qr.Encode(text, qr.M)
	if err != nil {
		return Code{}, fmt.Errorf("qr: %d bytes: %w", len(text), err)
	}
	return Code{code}, nil
}

// Size is the side of the picture in modules, the quiet border included.
func (c Code) Size() int { return c.code.Size + 2*quiet }

// Path draws the dark modules as the d attribute of an SVG path to be stroked
// one unit wide: one stroke per horizontal run keeps it short.
func (c Code) Path() string {
	var d []byte
	for y := range c.code.Size {
		for x := 0; x < c.code.Size; {
			run := c.run(x, y)
			if run == 0 {
				x++
				continue
			}
			d = append(d, 'M')
			d = strconv.AppendInt(d, int64(x+quiet), 10)
			d = append(d, ' ')
			d = strconv.AppendInt(d, int64(y+quiet), 10)
			d = append(d, ".5h"...)
			d = strconv.AppendInt(d, int64(run), 10)
			x += run
		}
	}
	return string(d)
}

// run counts the dark modules from (x, y) to the right.
func (c Code) run(x, y int) int {
	n := 0
	for x+n < c.code.Size && c.code.Black(x+n, y) {
		n++
	}
	return n
}

// SVG is the picture as an image/svg+xml document: dark on white whatever the
// page around it looks like, with edges on whole pixels.
func (c Code) SVG() []byte {
	size := c.Size()
	return fmt.Appendf(nil, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %[1]d %[1]d" shape-rendering="crispEdges">`+
		`<path fill="#fff" d="M0 0h%[1]dv%[1]dH0z"/><path stroke="#000" d="%[2]s"/></svg>`, size, c.Path())
}

// PNG is the picture as image/png, eight pixels a module.
func (c Code) PNG() []byte { return c.code.PNG() }
