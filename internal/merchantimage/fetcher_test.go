package merchantimage

import (
	"bytes"
	"context"
	"errors"
	"image"
	"image/color"
	"image/gif"
	"image/jpeg"
	"image/png"
	"io"
	"log/slog"
	"math/rand/v2"
	"net/http"
	"strings"
	"testing"
	"time"
)

// host answers every address with one file.
type host struct {
	status int
	file   []byte
	calls  int
}

func (h *host) Do(*http.Request, time.Duration) (*http.Response, error) {
	h.calls++
	if h.status == 0 {
		return nil, errors.New("no route")
	}
	return &http.Response{StatusCode: h.status, Body: io.NopCloser(bytes.NewReader(h.file))}, nil
}

// shelf keeps in memory.
type shelf struct {
	sources map[string]Source
	images  map[string]Image
}

func (s *shelf) Save(_ context.Context, source Source, p Image) error {
	s.sources[source.Key] = source
	if source.Image != "" {
		s.images[source.Image] = p
	}
	return nil
}

func (s *shelf) Sources(_ context.Context, keys []string) (map[string]Source, error) {
	found := map[string]Source{}
	for _, key := range keys {
		if source, ok := s.sources[key]; ok {
			found[key] = source
		}
	}
	return found, nil
}

func (s *shelf) Image(_ context.Context, name string) (Image, error) {
	return s.images[name], nil
}

var now = time.Date(2026, 11, 24, 12, 0, 0, 0, time.UTC)

func newFetcher(h *host) (Fetcher, *shelf, *time.Time) {
	clock, kept := now, &shelf{map[string]Source{}, map[string]Image{}}
	return Fetcher{Client: h, Store: kept, Now: func() time.Time { return clock }, Log: slog.New(slog.DiscardHandler), Reencode: Child{}.Reencode}, kept, &clock
}

const address = "https://shop.example.com/logo?token=secret"

// noise is an image that no format makes small.
func noise(w, h int) *image.NRGBA {
	img := image.NewNRGBA(image.Rect(0, 0, w, h))
	random := rand.New(rand.NewPCG(1, 2))
	for i := range img.Pix {
		img.Pix[i] = byte(random.Uint32())
	}
	return img
}

func encoded(t *testing.T, encode func(io.Writer) error) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := encode(&out); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func asPNG(t *testing.T, img image.Image) []byte {
	return encoded(t, func(w io.Writer) error { return png.Encode(w, img) })
}

func TestEveryFormatBecomesOurs(t *testing.T) {
	img := noise(960, 400)
	for name, file := range map[string][]byte{
		"png":  asPNG(t, img),
		"jpeg": encoded(t, func(w io.Writer) error { return jpeg.Encode(w, img, nil) }),
		"gif":  encoded(t, func(w io.Writer) error { return gif.Encode(w, img, nil) }),
	} {
		t.Run(name, func(t *testing.T) {
			f, kept, _ := newFetcher(&host{status: 200, file: file})
			if err := f.Fetch(t.Context(), Logo, address); err != nil {
				t.Fatal(err)
			}
			found, err := f.Find(t.Context(), Logo, address, "https://other.example.com/")
			if err != nil || len(found) != 1 {
				t.Fatalf("%v, %v", found, err)
			}
			made := kept.images[found[address].Image]
			if made.Kind != "image/png" || made.Width != 384 || made.Height != 160 || !strings.HasSuffix(made.Name, ".png") {
				t.Errorf("%s %s of %d × %d", made.Name, made.Kind, made.Width, made.Height)
			}
			config, format, err := image.DecodeConfig(bytes.NewReader(made.Bytes))
			if err != nil || format != "png" || config.Width != 384 || config.Height != 160 {
				t.Errorf("kept %s of %d × %d, %v", format, config.Width, config.Height, err)
			}
		})
	}
}

func TestNothingOfTheFileItselfIsKept(t *testing.T) {
	file := append(asPNG(t, noise(40, 40)), []byte("<script>alert(1)</script>")...)
	made, err := reencode(Logo, file)
	if err != nil || bytes.Contains(made.Bytes, []byte("script")) {
		t.Errorf("%v, or the file's tail is kept", err)
	}
}

func TestSmallPicturesKeepTheirSize(t *testing.T) {
	made, err := reencode(Logo, asPNG(t, noise(40, 30)))
	if err != nil || made.Width != 40 || made.Height != 30 {
		t.Errorf("%d × %d, %v", made.Width, made.Height, err)
	}
}

func TestBackgroundsAreOpaqueAndBounded(t *testing.T) {
	glass := image.NewNRGBA(image.Rect(0, 0, 2720, 170)) // transparent all over
	made, err := reencode(Background, asPNG(t, glass))
	if err != nil || made.Kind != "image/jpeg" || made.Width != 2560 || made.Height != 160 {
		t.Fatalf("%s of %d × %d, %v", made.Kind, made.Width, made.Height, err)
	}
	img, err := jpeg.Decode(bytes.NewReader(made.Bytes))
	if err != nil {
		t.Fatal(err)
	}
	if got := color.NRGBAModel.Convert(img.At(5, 5)); got != (color.NRGBA{255, 255, 255, 255}) {
		t.Errorf("what was transparent is %v", got)
	}
	fine, err := reencode(Background, asPNG(t, noise(600, 400)))
	if err != nil || len(fine.Bytes) > 400<<10 {
		t.Errorf("noise of 600 × 400 takes %d bytes, %v", len(fine.Bytes), err)
	}
}

// claims makes a PNG whose header claims a size that its data does not have.
func claims(t *testing.T, w, h uint32) []byte {
	t.Helper()
	file := asPNG(t, noise(8, 8))
	copy(file[16:], []byte{byte(w >> 24), byte(w >> 16), byte(w >> 8), byte(w), byte(h >> 24), byte(h >> 16), byte(h >> 8), byte(h)})
	return file
}

func TestHostileFilesShowNothing(t *testing.T) {
	whole := asPNG(t, noise(40, 40))
	for name, file := range map[string][]byte{
		"nothing": nil, "page": []byte("<!doctype html><script>alert(1)</script>"),
		"svg":  []byte(`<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>`),
		"half": whole[:len(whole)/2], "bomb": claims(t, 100_000, 100_000), "wide": claims(t, 20_000, 10),
		"dot": asPNG(t, noise(1, 1)), "empty": claims(t, 0, 0),
	} {
		t.Run(name, func(t *testing.T) {
			h := &host{status: 200, file: file}
			f, kept, _ := newFetcher(h)
			for range 2 {
				if err := f.Fetch(t.Context(), Logo, address); err != nil {
					t.Fatalf("would be tried again: %v", err)
				}
			}
			if found, err := f.Find(t.Context(), Logo, address); err != nil || len(found) != 0 || len(kept.images) != 0 {
				t.Errorf("shows %v, %v", found, err)
			}
			if h.calls != 1 {
				t.Errorf("fetched %d times", h.calls)
			}
		})
	}
}

func TestFetchedOnceADay(t *testing.T) {
	h := &host{status: 200, file: asPNG(t, noise(40, 40))}
	f, _, clock := newFetcher(h)
	for _, step := range []struct {
		after time.Duration
		calls int
	}{{0, 1}, {time.Hour, 1}, {24 * time.Hour, 2}} {
		*clock = now.Add(step.after)
		if err := f.Fetch(t.Context(), Logo, address); err != nil || h.calls != step.calls {
			t.Errorf("after %s: %d calls, %v", step.after, h.calls, err)
		}
	}
}

func TestSilentHostsAreTriedAgain(t *testing.T) {
	for _, status := range []int{0, 302, 404, 500} {
		f, kept, _ := newFetcher(&host{status: status, file: []byte("x")})
		if err := f.Fetch(t.Context(), Logo, address); err == nil || len(kept.sources) != 0 {
			t.Errorf("%d: %v, %v", status, err, kept.sources)
		} else if strings.Contains(err.Error(), "secret") {
			t.Errorf("the error tells the address: %v", err)
		}
	}
}

func FuzzRemake(f *testing.F) {
	var gifFile bytes.Buffer
	if err := gif.Encode(&gifFile, noise(12, 12), nil); err != nil {
		f.Fatal(err)
	}
	f.Add([]byte("RIFF\x00\x00\x00\x00WEBPVP8 "), true)
	f.Add(gifFile.Bytes(), false)
	f.Fuzz(func(t *testing.T, file []byte, background bool) {
		use := Logo
		if background {
			use = Background
		}
		made, err := reencode(use, file)
		if err == nil && (made.Width > bounds[use].X || made.Height > bounds[use].Y || len(made.Bytes) == 0) {
			t.Errorf("%d × %d, %d bytes", made.Width, made.Height, len(made.Bytes))
		}
	})
}
