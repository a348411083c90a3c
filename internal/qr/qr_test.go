package qr

import (
	"bytes"
	"encoding/xml"
	"image"
	"image/color"
	"image/draw"
	"image/png"
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

func TestPNGReadsBack(t *testing.T) {
	for _, text := range texts {
		code := encode(t, text)
		picture, err := png.Decode(bytes.NewReader(code.PNG()))
		if err != nil {
			t.Fatal(err)
		}
		if side := picture.Bounds().Dx(); side != 8*code.Size() {
			t.Errorf("%q: %d pixels wide, want %d: the quiet border is missing", text, side, 8*code.Size())
		}
		if got := read(t, picture); got != text {
			t.Errorf("reads %q, want %q", got, text)
		}
	}
}

func TestSVGReadsBack(t *testing.T) {
	for _, text := range texts {
		code := encode(t, text)
		if got := read(t, rasterize(t, code.SVG())); got != text {
			t.Errorf("reads %q, want %q", got, text)
		}
	}
}

func TestSVGIsSmall(t *testing.T) {
	if size := len(encode(t, texts[0]).SVG()); size > 5<<10 {
		t.Errorf("the picture of a payment link has %d bytes", size)
	}
}

func TestEncodeRefusesWhatDoesNotFit(t *testing.T) {
	if _, err := Encode(strings.Repeat("x", 4000)); err == nil {
		t.Error("no error for 4000 bytes")
	}
}

func encode(t *testing.T, text string) Code {
	t.Helper()
	code, err := Encode(text)
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
func rasterize(t *testing.T, document []byte) image.Image {
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
