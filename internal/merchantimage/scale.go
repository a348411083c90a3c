package merchantimage

import (
	"image"

	"golang.org/x/image/draw"
)

// band is how many rows or columns are scaled at once: the scaler keeps its
// intermediate colours at eight times the bytes of an image.
const band = 16

// scale fits an image into most, never enlarging it: first its width, row by
// row, then its height, column by column.
func scale(from image.Image, most image.Point) *image.RGBA {
	size := from.Bounds().Size()
	share := min(1, float64(most.X)/float64(size.X), float64(most.Y)/float64(size.Y))
	w, h := max(1, int(float64(size.X)*share)), max(1, int(float64(size.Y)*share))
	narrow := image.NewRGBA(image.Rect(0, 0, w, size.Y))
	corner := from.Bounds().Min
	for y := 0; y < size.Y; y += band {
		rows := image.Rect(0, y, size.X, min(y+band, size.Y))
		draw.CatmullRom.Scale(narrow, image.Rect(0, rows.Min.Y, w, rows.Max.Y), from, rows.Add(corner), draw.Src, nil)
	}
	if h == size.Y {
		return narrow
	}
	to := image.NewRGBA(image.Rect(0, 0, w, h))
	for x := 0; x < w; x += band {
		right := min(x+band, w)
		draw.CatmullRom.Scale(to, image.Rect(x, 0, right, h), narrow, image.Rect(x, 0, right, size.Y), draw.Src, nil)
	}
	return to
}

// flatten puts white behind an image: a JPEG has no transparency.
func flatten(img *image.RGBA) *image.RGBA {
	for i := 0; i < len(img.Pix); i += 4 {
		pixel := img.Pix[i : i+4]
		glass := 255 - pixel[3]
		pixel[0] += glass // colours are already weighed with their alpha
		pixel[1] += glass
		pixel[2] += glass
		pixel[3] = 255
	}
	return img
}
