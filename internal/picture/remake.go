package picture

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

	_ "golang.org/x/image/webp" // the same
)

// Use says what a picture is for, which decides its size and format.
type Use string

// The uses of hpp.md §6.
const (
	Logo       Use = "logo"
	Background Use = "background"
)

// bounds are the most pixels of a picture as kept: twice what a page shows,
// for fine screens.
var bounds = map[Use]image.Point{Logo: {480, 160}, Background: {2560, 1600}}

const (
	maxPixels  = 16 << 20 // of a file, before anything is decoded
	maxSide    = 12000
	minSide    = 8
	wantedSize = 400 << 10 // bytes of a background; quality gives way to it
)

// remake decodes a file, scales it and encodes it anew: nothing of the file's
// own bytes, comments or profiles survives.
func remake(use Use, file []byte) (Picture, error) {
	config, format, err := image.DecodeConfig(bytes.NewReader(file))
	if err != nil {
		return Picture{}, fmt.Errorf("no known image: %w", err)
	}
	w, h := config.Width, config.Height
	if w < minSide || h < minSide || w > maxSide || h > maxSide || w*h > maxPixels {
		return Picture{}, fmt.Errorf("%s of %d × %d pixels", format, w, h)
	}
	decoded, err := decode(file)
	if err != nil {
		return Picture{}, fmt.Errorf("broken %s: %w", format, err)
	}
	scaled := scale(decoded, bounds[use])
	if use == Background {
		return encodeJPEG(onWhite(scaled))
	}
	return encodePNG(scaled)
}

// decode contains decoders that give up on a hostile file by panicking.
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

func encodePNG(img *image.RGBA) (Picture, error) {
	var out bytes.Buffer
	encoder := png.Encoder{CompressionLevel: png.BestCompression}
	if err := encoder.Encode(&out, img); err != nil {
		return Picture{}, err
	}
	return named(out.Bytes(), "png", img), nil
}

func encodeJPEG(img *image.RGBA) (Picture, error) {
	var out bytes.Buffer
	for _, quality := range []int{82, 70, 55} {
		out.Reset()
		if err := jpeg.Encode(&out, img, &jpeg.Options{Quality: quality}); err != nil {
			return Picture{}, err
		}
		if out.Len() <= wantedSize {
			break
		}
	}
	return named(out.Bytes(), "jpeg", img), nil
}

func named(text []byte, format string, img image.Image) Picture {
	sum := sha256.Sum256(text)
	return Picture{
		Name: hex.EncodeToString(sum[:16]) + "." + format, Kind: "image/" + format,
		Width: img.Bounds().Dx(), Height: img.Bounds().Dy(), Bytes: text,
	}
}
