package shop

import (
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"net/http"
	"path"
	"strings"
)

//go:embed assets
var assetFiles embed.FS

// asset is a file served under a name that changes with its content, so that
// browsers may keep it forever.
type asset struct {
	kind string
	body []byte
}

// kinds are written out: the system's table of them may be missing.
var kinds = map[string]string{
	".css": "text/css; charset=utf-8",
	".js":  "text/javascript; charset=utf-8",
	".svg": "image/svg+xml",
}

var assets, assetNames = loadAssets()

func loadAssets() (map[string]asset, map[string]string) {
	byName, names := map[string]asset{}, map[string]string{}
	entries, err := assetFiles.ReadDir("assets")
	if err != nil {
		panic(err) // embedded: cannot be missing
	}
	for _, entry := range entries {
		body, err := assetFiles.ReadFile("assets/" + entry.Name())
		if err != nil {
			panic(err) // embedded: cannot be missing
		}
		sum := sha256.Sum256(body)
		extension := path.Ext(entry.Name())
		name := strings.TrimSuffix(entry.Name(), extension) + "." + hex.EncodeToString(sum[:6]) + extension
		byName[name] = asset{kind: kinds[extension], body: body}
		names[entry.Name()] = "/assets/" + name
	}
	return byName, names
}

func serveAsset(w http.ResponseWriter, r *http.Request) {
	found, ok := assets[r.PathValue("name")]
	if !ok {
		http.NotFound(w, r)
		return
	}
	w.Header().Set("Content-Type", found.kind)
	w.Header().Set("Cache-Control", "public, max-age=31536000, immutable")
	_, _ = w.Write(found.body)
}
