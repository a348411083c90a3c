package assets

import (
	"io/fs"
	"net/http"
	"net/http/httptest"
	"os"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/openhpp/openhpp/internal/page/assets/build"
)

func TestDistIsFresh(t *testing.T) {
	want, err := build.All(os.DirFS("src"))
	if err != nil {
		t.Fatal(err)
	}
	got := map[string][]byte{}
	names, err := fs.Glob(dist, "dist/*")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		got[name[len("dist/"):]] = read(name[len("dist/"):])
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("run go generate:\n%s", diff)
	}
}

func TestBudgets(t *testing.T) {
	// What is counted is what a payer waits for.
	for name, most := range map[string]int{"page.css.gz": 4500, "pay.css.gz": 4000} {
		if n := len(read(name)); n > most {
			t.Errorf("%s has %d bytes", name, n)
		}
	}
	if n := len(read("page.js.gz")); n > 2500 {
		t.Errorf("the script has %d bytes, compressed", n)
	}
}

func TestModuleBudgets(t *testing.T) {
	if n := len(ModuleStylesheet); n > 4<<10 {
		t.Errorf("the module's stylesheet has %d bytes", n)
	}
	if n := len(read("module.js")); n > 3<<10 {
		t.Errorf("the module's script has %d bytes", n)
	}
}

func TestServe(t *testing.T) {
	for name, kind := range map[string]string{Script: "text/javascript; charset=utf-8", Icon: "image/svg+xml"} {
		for encoding, want := range map[string]string{
			"": "", "br": "br", "gzip": "gzip", "br, GZIP;q=0.5": "br", "gzip, br;q=0": "gzip", "deflate, GZIP;q=0.5": "gzip",
			"gzip;q=0": "", "gzip;q=0.0": "", "identity": "",
		} {
			r := httptest.NewRequest(http.MethodGet, Prefix+name, nil)
			r.Header.Set("Accept-Encoding", encoding)
			w := httptest.NewRecorder()
			if !Serve(w, r, name) {
				t.Fatalf("%s is not served", name)
			}
			if got := w.Header().Get("Content-Encoding"); got != want {
				t.Errorf("%s, Accept-Encoding %q: %q, want %q", name, encoding, got, want)
			}
			if got := w.Header().Get("Content-Type"); got != kind {
				t.Errorf("%s is %q, want %q", name, got, kind)
			}
			if got := w.Header().Get("Cache-Control"); got != "public, max-age=31536000, immutable" {
				t.Errorf("%s: %q", name, got)
			}
		}
	}
}

func TestOnlyHashedNamesAreServed(t *testing.T) {
	for _, name := range []string{"", "page.js", "page.css", "page.js.gz", "../assets.go", "dist/page.js", Script + ".gz"} {
		if Serve(httptest.NewRecorder(), httptest.NewRequest(http.MethodGet, Prefix, nil), name) {
			t.Errorf("%q is served", name)
		}
	}
}
