// Package assets owns the page's own files: the stylesheet, which travels
// inside every page, and what browsers fetch beside it under names that change
// with the content. It must not know what pages say.
package assets

import (
	"crypto/sha256"
	"crypto/sha512"
	"embed"
	"encoding/base64"
	"encoding/hex"
	"net/http"
	"path"
	"slices"
	"strings"
)

//go:generate go run ./generate

//go:embed dist/*
var dist embed.FS

// Prefix is the path below which Handler serves.
const Prefix = "/assets/"

// Stylesheet is the minified text of a page's stylesheet, PayStylesheet of that
// on which a payer pays, CodeStylesheet of that which asks for a code;
// BackdropStylesheet is what a merchant's picture adds, LogoStylesheet what the
// logo does, IdleStylesheet a screen in a shop, ModuleStylesheet the distribution
// module.
// They go into the page itself: the first paint waits for no second request.
var (
	Stylesheet         = string(read("page.css"))
	PayStylesheet      = string(read("pay.css"))
	CodeStylesheet     = string(read("code.css"))
	BackdropStylesheet = string(read("backdrop.css"))
	LogoStylesheet     = string(read("logo.css"))
	IdleStylesheet     = string(read("idle.css"))
	ModuleStylesheet   = string(read("module.css"))
)

// Script and Icon are the names, below Prefix, of the files a page links to;
// ModuleScript is what the distribution module runs as well.
var (
	Script       = publish("page.js")
	ModuleScript = publish("module.js")
	// StepScript is what runs on the provider's step, and nothing of ours beside it.
	StepScript = publish("provider.js")
	Icon       = publish("icon.svg")
)

// Integrity, ModuleIntegrity and StepIntegrity are what browsers hold the scripts to before
// they run them.
var (
	Integrity       = integrity(read("page.js"))
	ModuleIntegrity = integrity(read("module.js"))
	StepIntegrity   = integrity(read("provider.js"))
)

func integrity(text []byte) string {
	sum := sha512.Sum384(text)
	return "sha384-" + base64.StdEncoding.EncodeToString(sum[:])
}

type file struct {
	kind                     string // Content-Type
	plain, gzipped, brotlied []byte
	hash                     string // of plain
}

// kinds are the Content-Types, whatever the machine's own table says.
var kinds = map[string]string{".js": "text/javascript; charset=utf-8", ".svg": "image/svg+xml"}

// published maps the names above to their files. It is complete when the
// package is initialised.
var published = map[string]file{}

func read(name string) []byte {
	text, err := dist.ReadFile("dist/" + name)
	if err != nil {
		panic(err) // the program was built without running go generate
	}
	return text
}

func publish(name string) string {
	f := load(name)
	ext := path.Ext(name)
	hashed := strings.TrimSuffix(name, ext) + "." + f.hash + ext
	published[hashed] = f
	return hashed
}

func load(name string) file {
	text := read(name)
	sum := sha256.Sum256(text)
	return file{
		kind: kinds[path.Ext(name)], plain: text, gzipped: read(name + ".gz"), brotlied: read(name + ".br"),
		hash: hex.EncodeToString(sum[:6]),
	}
}

// api is for pages of others: its name never changes.
var api = load("api.js")

// ServeAPI answers with the script that embeds the distribution module; how
// long it may be kept is the caller's to say.
func ServeAPI(w http.ResponseWriter, r *http.Request) {
	tag := `W/"` + api.hash + `"` // weak: the same for every coding
	w.Header().Set("ETag", tag)
	if slices.Contains(strings.Split(r.Header.Get("If-None-Match"), ", "), tag) {
		w.Header().Set("Vary", "Accept-Encoding")
		w.WriteHeader(http.StatusNotModified)
		return
	}
	api.write(w, r)
}

// Serve answers with the published file of a name; false when there is none.
// What it serves never changes under its name, so caches keep it for a year.
func Serve(w http.ResponseWriter, r *http.Request, name string) bool {
	f, ok := published[name]
	if !ok {
		return false
	}
	w.Header().Set("Cache-Control", "public, max-age=31536000, immutable")
	f.write(w, r)
	return true
}

// write answers with the file in the smallest form that the client takes.
func (f file) write(w http.ResponseWriter, r *http.Request) {
	header := w.Header()
	header.Set("Content-Type", f.kind)
	header.Set("Vary", "Accept-Encoding")
	text := f.plain
	switch {
	case accepts(r, "br"):
		header.Set("Content-Encoding", "br")
		text = f.brotlied
	case AcceptsGzip(r):
		header.Set("Content-Encoding", "gzip")
		text = f.gzipped
	}
	// A client that went away is no fault of this server.
	_, _ = w.Write(text)
}

// AcceptsGzip reports whether the client takes gzip.
func AcceptsGzip(r *http.Request) bool { return accepts(r, "gzip") }

// accepts reports whether the client takes a coding. "gzip;q=0" refuses it.
func accepts(r *http.Request, wanted string) bool {
	for offer := range strings.SplitSeq(r.Header.Get("Accept-Encoding"), ",") {
		coding, quality, _ := strings.Cut(strings.TrimSpace(offer), ";")
		if strings.EqualFold(strings.TrimSpace(coding), wanted) {
			return strings.Trim(strings.TrimPrefix(strings.TrimSpace(quality), "q="), "0.") != "" || quality == ""
		}
	}
	return false
}
