package storybook

import (
	"bytes"
	"image"
	"image/color"
	"image/png"
	"math"
	"net/http"
	"strings"

	"github.com/openhpp/openhpp/internal/qr"
)

const picturePath = "/pictures/"

// paintings are the canned merchant's images, by name.
var paintings = map[string]func() image.Image{"logo.png": paintLogo, "harbour.png": paintHarbour}

func servePicture(w http.ResponseWriter, r *http.Request) {
	paint, ok := paintings[strings.TrimPrefix(r.URL.Path, picturePath)]
	if !ok {
		http.NotFound(w, r)
		return
	}
	var file bytes.Buffer
	if err := png.Encode(&file, paint()); err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "image/png")
	_, _ = w.Write(file.Bytes())
}

// serveCode stands for every code that a screen shows.
func serveCode(w http.ResponseWriter, r *http.Request) {
	code, err := qr.Encode("https://pay.example.com"+r.URL.Path, qr.DefaultStyle)
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "image/svg+xml")
	_, _ = w.Write(code.SVG(512))
}

// paintLogo is two wheels.
func paintLogo() image.Image {
	img := image.NewNRGBA(image.Rect(0, 0, 320, 96))
	for _, center := range []float64{60, 260} {
		for y := range 96 {
			for x := range 320 {
				if d := math.Hypot(float64(x)-center, float64(y)-48); d > 30 && d < 42 {
					img.Set(x, y, color.NRGBA{27, 36, 32, 255})
				}
			}
		}
	}
	for x := 100; x < 220; x++ {
		for y := 43; y < 53; y++ {
			img.Set(x, y, color.NRGBA{255, 176, 0, 255})
		}
	}
	return img
}

// paintHarbour is a sky over water.
func paintHarbour() image.Image {
	img := image.NewNRGBA(image.Rect(0, 0, 1280, 800))
	for y := range 800 {
		for x := range 1280 {
			light := 1 - math.Abs(float64(y)-480)/800
			wave := 8 * math.Sin(float64(x)/37+float64(y*y)/9000)
			if y < 480 {
				img.Set(x, y, color.NRGBA{clamp(250 * light), clamp(190 * light), clamp(140 + 60*light), 255})
				continue
			}
			img.Set(x, y, color.NRGBA{clamp(60 + 60*light + wave), clamp(110 + 50*light + wave), clamp(140 + 40*light + wave), 255})
		}
	}
	return img
}

func clamp(v float64) uint8 { return uint8(min(255, max(0, v))) }
