package qr

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/png"
)

// SVG is the code as an image/svg+xml document: dark on white whatever the
// page around it looks like, with edges on whole pixels. side is its size in
// CSS pixels; 0 leaves that to the page.
func (c Code) SVG(side int) []byte {
	size, attributes := c.Size(), ""
	if side > 0 {
		attributes = fmt.Sprintf(` width="%[1]d" height="%[1]d"`, side)
	}
	return fmt.Appendf(nil, `<svg xmlns="http://www.w3.org/2000/svg"%[3]s viewBox="0 0 %[1]d %[1]d" shape-rendering="crispEdges">`+
		`<path fill="#fff" d="M0 0h%[1]dv%[1]dH0z"/><path stroke="#000" d="%[2]s"/></svg>`, size, c.Path(), attributes)
}

// defaultModule is how many pixels a module has when no size is asked for.
const defaultModule = 8

// PNG is the code as image/png, side pixels wide: as many whole pixels a
// module as fit, the rest in the border, so that no edge is blurred. It is
// larger when side has less than a pixel for each module; 0 is eight of them.
func (c Code) PNG(side int) ([]byte, error) {
	size := c.Size()
	if side == 0 {
		side = defaultModule * size
	}
	side = max(side, size)
	scale := side / size
	margin := (side-scale*size)/2 + scale*c.quiet
	img := image.NewPaletted(image.Rect(0, 0, side, side), color.Palette{color.White, color.Black})
	for y := range c.code.Size * scale {
		for x := range c.code.Size * scale {
			if c.code.Black(x/scale, y/scale) {
				img.SetColorIndex(margin+x, margin+y, 1)
			}
		}
	}
	var file bytes.Buffer
	if err := png.Encode(&file, img); err != nil {
		return nil, fmt.Errorf("qr: %w", err)
	}
	return file.Bytes(), nil
}
