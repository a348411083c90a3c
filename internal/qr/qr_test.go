package qr

import (
	"bytes"
	"encoding/xml"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"math"
	"strconv"
	"strings"
	"testing"

	"github.com/makiuchi-d/gozxing"
	"github.com/makiuchi-d/gozxing/qrcode"
)

var texts = []string{
	"https://pay.example.com/eu/hpp/payments/AbCdEfGhIjKlMnOpQrStUv",
	"http://127.0.0.1:8080/eu/hpp/payments/0123456789-_abcdefghij",
	"åäö",
	strings.Repeat("x", 1200),
	"",
}

var styles = []Style{DefaultStyle, {L, 4}, {Q, 0}, {H, 16}}

// Every size reads back, and is as large as was asked for.
func TestPNGReadsBack(t *testing.T) {
	for _, text := range texts {
		for _, style := range styles {
			code := encode(t, text, style)
			for _, side := range []int{0, 64, 501, 1024} {
				file, err := code.PNG(side)
				if err != nil {
					t.Fatal(err)
				}
				picture, err := png.Decode(bytes.NewReader(file))
				if err != nil {
					t.Fatal(err)
				}
				want := max(side, code.Size())
				if side == 0 {
					want = 8 * code.Size()
				}
				if got := picture.Bounds(); got.Dx() != want || got.Dy() != want {
					t.Errorf("%.20q: %v, want %d pixels", text, got, want)
				}
				if got := read(t, picture); got != text {
					t.Errorf("%v, %d pixels: reads %q, want %q", style, side, got, text)
				}
			}
		}
	}
}

func TestSVGReadsBack(t *testing.T) {
	for _, text := range texts {
		for _, style := range styles {
			if got := read(t, rasterize(t, encode(t, text, style).SVG(0))); got != text {
				t.Errorf("%v: reads %q, want %q", style, got, text)
			}
		}
	}
}

func TestSVGHasASize(t *testing.T) {
	code := encode(t, texts[0], DefaultStyle)
	if with := string(code.SVG(320)); !strings.Contains(with, `width="320" height="320"`) {
		t.Error(with[:120])
	}
	if without := string(code.SVG(0)); strings.Contains(without, "width") {
		t.Error(without[:120])
	}
}

// What is lost of a code comes back, as much as its level promises.
func TestLevelsSurviveLoss(t *testing.T) {
	for level, lost := range map[Level]float64{L: .01, M: .04, Q: .08, H: .11} {
		code := encode(t, texts[0], Style{level, 4})
		picture := rasterize(t, code.SVG(0))
		side := int(math.Sqrt(lost) * float64(code.code.Size) * 4)
		middle := picture.Bounds().Dx() / 2
		patch := image.Rect(middle-side/2, middle-side/2, middle+side/2, middle+side/2)
		draw.Draw(picture, patch, image.White, image.Point{}, draw.Src)
		if got := read(t, picture); got != texts[0] {
			t.Errorf("level %v: reads %q", level, got)
		}
	}
}

func TestSVGIsSmall(t *testing.T) {
	if size := len(encode(t, texts[0], DefaultStyle).SVG(0)); size > 5<<10 {
		t.Errorf("the picture of a payment link has %d bytes", size)
	}
}

func TestEncodeRefusesWhatDoesNotFit(t *testing.T) {
	if _, err := Encode(strings.Repeat("x", 4000), DefaultStyle); err == nil {
		t.Error("no error for 4000 bytes")
	}
}

func encode(t *testing.T, text string, s Style) Code {
	t.Helper()
	code, err := Encode(text, s)
	if err != nil {
		t.Fatal(err)
	}
	return code
}

func read(t *testing.T, picture image.Image) string {
	t.Helper()
	bitmap, err := gozxing.NewBinaryBitmapFromImage(picture)
	if err != nil {
		t.Fatal(err)
	}
	result, err := qrcode.NewQRCodeReader().Decode(bitmap, map[gozxing.DecodeHintType]any{
		gozxing.DecodeHintType_PURE_BARCODE: true,
	})
	if err != nil {
		t.Fatalf("not readable: %v", err)
	}
	return result.GetText()
}

// rasterize draws the two kinds of path that SVG writes, four pixels a module.
func rasterize(t *testing.T, document []byte) draw.Image {
	t.Helper()
	var svg struct {
		ViewBox string `xml:"viewBox,attr"`
		Paths   []struct {
			Stroke string `xml:"stroke,attr"`
			D      string `xml:"d,attr"`
		} `xml:"path"`
	}
	if err := xml.Unmarshal(document, &svg); err != nil {
		t.Fatal(err)
	}
	const scale = 4
	size := number(t, strings.Fields(svg.ViewBox)[2])
	picture := image.NewGray(image.Rect(0, 0, size*scale, size*scale))
	draw.Draw(picture, picture.Bounds(), image.White, image.Point{}, draw.Src)
	for _, path := range svg.Paths {
		if path.Stroke == "" {
			continue
		}
		for _, run := range strings.Split(path.D, "M")[1:] {
			at, width, _ := strings.Cut(run, "h")
			x, y, _ := strings.Cut(at, " ")
			left, top := number(t, x), number(t, strings.TrimSuffix(y, ".5"))
			box := image.Rect(left*scale, top*scale, (left+number(t, width))*scale, (top+1)*scale)
			draw.Draw(picture, box, image.NewUniform(color.Black), image.Point{}, draw.Src)
		}
	}
	return picture
}

func number(t *testing.T, text string) int {
	t.Helper()
	n, err := strconv.Atoi(text)
	if err != nil {
		t.Fatal(err)
	}
	return n
}
