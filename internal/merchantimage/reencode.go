package merchantimage

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"image"
	_ "image/gif" // formats that merchants send
	"image/jpeg"
	"image/png"
	"strings"

	_ "golang.org/x/image/webp" // the same
)

// Use says what an image is for, which decides its size and format.
type Use string

// The uses of hpp.md §6.
const (
	Logo       Use = "logo"
	Background Use = "background"
)

// bounds are the most pixels of an image as kept: twice what a page shows,
// for fine screens.
var bounds = map[Use]image.Point{Logo: {480, 160}, Background: {2560, 1600}}

const (
	maxPixels  = 16 << 20 // of a file, before anything is decoded
	maxSide    = 12000
	minSide    = 8
	targetSize = 400 << 10 // bytes of a background; quality gives way to it
)

// reencode decodes a file, scales it and encodes it: no byte, comment or colour
// profile of the file itself is kept.
func reencode(use Use, file []byte) (Image, error) {
	config, format, err := image.DecodeConfig(bytes.NewReader(file))
	if err != nil {
		return Image{}, fmt.Errorf("no known image: %w", err)
	}
	w, h := config.Width, config.Height
	if w < minSide || h < minSide || w > maxSide || h > maxSide || w*h > maxPixels {
		return Image{}, fmt.Errorf("%s of %d × %d pixels", format, w, h)
	}
	decoded, err := decode(file)
	if err != nil {
		return Image{}, fmt.Errorf("broken %s: %w", format, err)
	}
	scaled := scale(decoded, bounds[use])
	if use == Background {
		return encodeJPEG(flatten(scaled))
	}
	return encodePNG(scaled)
}

// decode turns a decoder's panic on a hostile file into an error.
func decode(file []byte) (img image.Image, err error) {
	defer func() {
		if fault := recover(); fault != nil {
			err = fmt.Errorf("decoder: %v", fault)
		}
	}()
	img, _, err = image.Decode(bytes.NewReader(file))
	if err == nil && img.Bounds().Empty() {
		err = errors.New("empty")
	}
	return img, err
}

func encodePNG(img *image.RGBA) (Image, error) {
	var out bytes.Buffer
	encoder := png.Encoder{CompressionLevel: png.BestCompression}
	if err := encoder.Encode(&out, img); err != nil {
		return Image{}, err
	}
	made := newImage(out.Bytes(), "png", img)
	if tone := toneOf(img); tone != "" {
		made.Name = strings.TrimSuffix(made.Name, ".png") + "." + string(tone) + ".png"
	}
	return made, nil
}

func encodeJPEG(img *image.RGBA) (Image, error) {
	var out bytes.Buffer
	for _, quality := range []int{82, 70, 55} {
		out.Reset()
		if err := jpeg.Encode(&out, img, &jpeg.Options{Quality: quality}); err != nil {
			return Image{}, err
		}
		if out.Len() <= targetSize {
			break
		}
	}
	return newImage(out.Bytes(), "jpeg", img), nil
}

func newImage(text []byte, format string, img image.Image) Image {
	sum := sha256.Sum256(text)
	return Image{
		Name: hex.EncodeToString(sum[:16]) + "." + format, Kind: "image/" + format,
		Width: img.Bounds().Dx(), Height: img.Bounds().Dy(), Bytes: text,
	}
}
