package merchantimage

import (
	"image"
	"strings"
)

// Tone is what a logo without a ground of its own is drawn in: it is seen on the
// other kind of ground only.
type Tone string

// The tones. A logo that fills its rectangle, or is seen on any ground, has none.
const (
	Dark  Tone = "dark"
	Light Tone = "light"
)

// ToneOf is the tone of a stored image: it stands in the name, since it follows
// from the content as the hash there does.
func ToneOf(name string) Tone {
	for _, tone := range []Tone{Dark, Light} {
		if strings.Contains(name, "."+string(tone)+".") {
			return tone
		}
	}
	return ""
}

// Of a drawing's pixels: how many must be clear for it to have no ground, and how
// many of the others are dark or light until it could not be seen without one.
const (
	clearShare = 0.1
	tonedShare = 0.25
)

// toneOf judges a drawing. Its pixels are weighed with their alpha.
func toneOf(img *image.RGBA) Tone {
	var clearPixels, seen, dark, light float64
	for i := 0; i < len(img.Pix); i += 4 {
		pixel := img.Pix[i : i+4]
		alpha := float64(pixel[3])
		if alpha < 128 {
			clearPixels++
			continue
		}
		seen++
		// Rec. 709 weighs the channels; undone is the weight of alpha. About 0.3 has a
		// contrast of 3 on our dark ground, about 0.8 of 1.5 on our light one.
		switch luma := (0.2126*float64(pixel[0]) + 0.7152*float64(pixel[1]) + 0.0722*float64(pixel[2])) / alpha; {
		case luma < 0.3:
			dark++
		case luma > 0.8:
			light++
		}
	}
	switch {
	case seen == 0 || clearPixels < clearShare*(clearPixels+seen):
		return ""
	case dark >= tonedShare*seen && dark >= light:
		return Dark
	case light >= tonedShare*seen:
		return Light
	}
	return ""
}
