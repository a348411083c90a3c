package screens

import (
	"bytes"
	"flag"
	"image/color"
	"image/png"
	"os"
	"path/filepath"
	"testing"

	"github.com/openhpp/openhpp/internal/page/storybook"
	"github.com/openhpp/openhpp/test/harness"
)

var (
	all  = flag.String("all", "", "write a picture of every screen to this folder")
	best = flag.String("best", "", "write the pictures of the documents to this folder")
)

// shot is a screen as somebody meets it.
type shot struct {
	file, path    string
	width, height int64
}

// chosen are the pictures of the documents.
var chosen = []shot{
	{"page-desktop.png", "en/light/pay", 1280, 800},
	{"page-phone-dark.png", "sv/dark/pay", 360, 800},
	{"page-branded.png", "en/light/pay-branded", 1280, 800},
	{"page-arabic.png", "ar/light/pay", 360, 800},
	{"page-declined.png", "de/light/failed-onward", 360, 640},
	{"page-completed.png", "en/dark/completed", 360, 640},
	{"module-till.png", "en/light/module-sent", 1280, 800},
	{"module-paid.png", "en/dark/module-paid", 768, 1024},
	{"access-phone.png", "en/light/access-code", 360, 640},
}

var screens = map[string][2]int64{"phone": {360, 640}, "desktop": {1280, 800}}

func everything() []shot {
	var shots []shot
	for _, story := range storybook.Stories() {
		for _, theme := range storybook.Themes {
			for name, size := range screens {
				shots = append(shots, shot{story.Name + "." + name + "." + theme + ".png", "en/" + theme + "/" + story.Name, size[0], size[1]})
			}
		}
	}
	return shots
}

// A picture shows something: the pictures of the documents are taken in every
// run, and written when asked for.
func TestPictures(t *testing.T) {
	address, browser := book(t), harness.NewBrowser(t)
	take(t, browser, address, *best, chosen)
	if *all != "" {
		take(t, browser, address, *all, everything())
	}
}

func take(t *testing.T, browser *harness.Browser, address, folder string, shots []shot) {
	t.Helper()
	for _, s := range shots {
		tab := browser.Tab(t, true)
		tab.Size(s.width, s.height)
		tab.Open(address + "/" + s.path)
		tab.Visible(`main`)
		picture := tab.Screenshot()
		if colours := shades(t, picture); colours < 20 {
			t.Errorf("%s shows %d colours", s.path, colours)
		}
		if folder == "" {
			continue
		}
		if err := os.MkdirAll(folder, 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(folder, s.file), picture, 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// shades counts the colours of a picture.
func shades(t *testing.T, picture []byte) int {
	t.Helper()
	img, err := png.Decode(bytes.NewReader(picture))
	if err != nil {
		t.Fatal(err)
	}
	seen := map[color.Color]bool{}
	for y := range img.Bounds().Dy() {
		for x := range img.Bounds().Dx() {
			seen[img.At(x, y)] = true
		}
	}
	return len(seen)
}
