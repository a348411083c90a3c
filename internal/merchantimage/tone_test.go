package merchantimage

import (
	"bytes"
	"image"
	"image/color"
	"image/png"
	"testing"
)

// drawn is a logo's file: a disc of a colour on a ground, half of it another colour.
func drawn(t *testing.T, left, right, ground color.Color) []byte {
	t.Helper()
	img := image.NewNRGBA(image.Rect(0, 0, 60, 60))
	for y := range 60 {
		for x := range 60 {
			switch dx, dy := x-30, y-30; {
			case dx*dx+dy*dy > 700:
				img.Set(x, y, ground)
			case dx < 0:
				img.Set(x, y, left)
			default:
				img.Set(x, y, right)
			}
		}
	}
	var out bytes.Buffer
	if err := png.Encode(&out, img); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func TestToneOfALogo(t *testing.T) {
	glass, black, white, amber := color.NRGBA{}, color.NRGBA{20, 20, 20, 255}, color.NRGBA{250, 250, 250, 255}, color.NRGBA{255, 140, 0, 255}
	for name, c := range map[string]struct {
		left, right, ground color.Color
		want                Tone
	}{
		"black":                   {black, black, glass, Dark},
		"white":                   {white, white, glass, Light},
		"amber":                   {amber, amber, glass, ""},
		"black and amber":         {black, amber, glass, Dark},
		"white and amber":         {amber, white, glass, Light},
		"black on white":          {black, black, white, ""},
		"white on black":          {white, white, black, ""},
		"nothing at all":          {glass, glass, glass, ""},
		"black seen half through": {color.NRGBA{0, 0, 0, 140}, black, glass, Dark},
	} {
		made, err := reencode(Logo, drawn(t, c.left, c.right, c.ground))
		if err != nil {
			t.Fatal(err)
		}
		if got := ToneOf(made.Name); got != c.want {
			t.Errorf("%s is %q as %s, want %q", name, got, made.Name, c.want)
		}
	}
	made, err := reencode(Background, drawn(t, black, black, glass))
	if err != nil || ToneOf(made.Name) != "" {
		t.Errorf("a background has a tone: %s, %v", made.Name, err)
	}
}

// Names from before there were tones have none.
func TestToneOfAnOldName(t *testing.T) {
	if got := ToneOf("0f1e2d3c4b5a69788796a5b4c3d2e1f0.png"); got != "" {
		t.Errorf("%q", got)
	}
}
