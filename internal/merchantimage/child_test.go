package merchantimage

import (
	"bytes"
	"context"
	"errors"
	"image"
	"image/color"
	"image/jpeg"
	"os"
	"syscall"
	"testing"
	"time"
)

// cost is what a child took.
type cost struct {
	cpu    time.Duration
	memory int64 // bytes, at its highest
}

// remakeAt makes an image in a child, and says what it cost.
func remakeAt(t *testing.T, ctx context.Context, use Use, file []byte) (p Image, c cost, err error) {
	t.Helper()
	child := Child{ended: func(s *os.ProcessState) {
		c.cpu = s.UserTime() + s.SystemTime()
		if usage, ok := s.SysUsage().(*syscall.Rusage); ok {
			c.memory = usage.Maxrss << 10
		}
	}}
	p, err = child.Reencode(ctx, use, file)
	return p, c, err
}

// Whatever a file is, it costs no more than its share, and is not tried again.
func TestNoFileCostsMoreThanItsShare(t *testing.T) {
	if testing.Short() {
		t.Skip("-short: decodes every hostile file in a process of its own")
	}
	for name, file := range map[string][]byte{
		"progressive JPEG":                 progressive(wide, 0),
		"JPEG, refined for ever":           progressive(wide, 3500),
		"small JPEG, refined for ever":     progressive(1024, 100_000),
		"PNG of sixteen bits":              deep(t),
		"GIF of one colour":                indexed(t),
		"WebP of thirty bytes":             tiny(),
		"file of 12 MiB, which is nothing": make([]byte, MaxBytes),
	} {
		for _, use := range []Use{Logo, Background} {
			t.Run(name+", "+string(use), func(t *testing.T) {
				p, c, err := remakeAt(t, t.Context(), use, file)
				t.Logf("%d bytes: %s, %d MiB, %d × %d, %v", len(file), c.cpu, c.memory>>20, p.Width, p.Height, err)
				if err != nil && !errors.Is(err, ErrUnusable) {
					t.Errorf("would be tried again: %v", err)
				}
				if c.cpu == 0 || c.cpu > buildFactor*3*time.Second || c.memory == 0 || c.memory > buildFactor*128<<20 {
					t.Errorf("it cost %s and %d MiB", c.cpu, c.memory>>20)
				}
			})
		}
	}
}

// The largest photo that a merchant may use is worth its share.
func TestLargePhotoBecomesOurs(t *testing.T) {
	// A phone's photo: a soft image with some noise in it.
	photo := image.NewYCbCr(image.Rect(0, 0, wide, wide), image.YCbCrSubsampleRatio420)
	for i := range photo.Y {
		photo.Y[i] = byte(i>>16) ^ byte(i*i>>9&15)
	}
	var file bytes.Buffer
	if err := jpeg.Encode(&file, photo, &jpeg.Options{Quality: 90}); err != nil {
		t.Fatal(err)
	}
	for use, width := range map[Use]int{Background: 1600, Logo: 160} {
		p, c, err := remakeAt(t, t.Context(), use, file.Bytes())
		t.Logf("%s of %d bytes: %s, %d MiB", use, file.Len(), c.cpu, c.memory>>20)
		if err != nil || p.Width != width || p.Height != width {
			t.Errorf("%s: %d × %d, %v", use, p.Width, p.Height, err)
		}
	}
}

// A child ends with whoever waits for it.
func TestChildEndsWithItsContext(t *testing.T) {
	ctx, stop := context.WithTimeout(t.Context(), 200*time.Millisecond)
	defer stop()
	began := time.Now()
	_, _, err := remakeAt(t, ctx, Background, progressive(1024, 100_000))
	if !errors.Is(err, context.DeadlineExceeded) || errors.Is(err, ErrUnusable) {
		t.Errorf("broken off with %v", err)
	}
	if took := time.Since(began); took > 2*time.Second {
		t.Errorf("it took %s to end", took)
	}
}

// A file that took more than its limits is remembered as showing nothing, also by a try
// whose own time was over with it.
func TestDearFileIsNotTriedAgain(t *testing.T) {
	h := &host{status: 200, file: progressive(wide, 3500)}
	f, kept, _ := newFetcher(h)
	ctx, cancel := context.WithCancel(t.Context())
	reencode := f.Reencode
	f.Reencode = func(ctx context.Context, use Use, file []byte) (Image, error) {
		defer cancel()
		return reencode(ctx, use, file)
	}
	for range 2 {
		if err := f.Fetch(ctx, Background, address); err != nil {
			t.Fatal(err)
		}
	}
	if h.calls != 1 || len(kept.sources) != 1 || len(kept.images) != 0 {
		t.Errorf("fetched %d times, kept %v", h.calls, kept.sources)
	}
}

// Scaling in bands shows no seams, and colours stay where they are.
func TestScaleHasNoSeams(t *testing.T) {
	from := image.NewNRGBA(image.Rect(0, 0, 1000, 700))
	for y := range 700 {
		for x := range 1000 {
			from.SetNRGBA(x, y, color.NRGBA{byte(x * 255 / 1000), byte(y * 255 / 700), 0, 255})
		}
	}
	to := scale(from, image.Pt(500, 350))
	if to.Bounds() != image.Rect(0, 0, 500, 350) {
		t.Fatalf("scaled to %v", to.Bounds())
	}
	for y := range 350 {
		for x := range 500 {
			is := to.RGBAAt(x, y)
			if dx, dy := int(is.R)-x*255/500, int(is.G)-y*255/350; dx < -2 || dx > 2 || dy < -2 || dy > 2 || is.A != 255 {
				t.Fatalf("at %d, %d is %v", x, y, is)
			}
		}
	}
}
