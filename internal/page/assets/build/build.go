// Package build owns how the page's sources become the files that are served:
// smaller, lowered for the oldest browsers supported, and compressed. It must
// not know who serves them.
package build

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"io/fs"
	"path"

	"github.com/andybalholm/brotli"
	"github.com/evanw/esbuild/pkg/api"
)

// oldest are the browsers the output must still run in.
var oldest = []api.Engine{
	{Name: api.EngineChrome, Version: "87"},
	{Name: api.EngineFirefox, Version: "84"},
	{Name: api.EngineSafari, Version: "14"},
}

// A page loads its scripts as modules: no name of theirs is anybody else's.
var formats = map[string]api.Format{".js": api.FormatESModule}

var loaders = map[string]api.Loader{".css": api.LoaderCSS, ".js": api.LoaderJS}

// All builds every file that stands in sources itself, and every bundle of
// parts. It answers, by name, each result and beside it, as name.gz and
// name.br, the same compressed.
func All(sources fs.FS) (map[string][]byte, error) {
	texts, err := gather(sources)
	if err != nil {
		return nil, err
	}
	built := map[string][]byte{}
	for name, text := range texts {
		if built[name], err = minify(name, text); err != nil {
			return nil, err
		}
		if built[name+".gz"], err = compress(built[name], gzipped); err != nil {
			return nil, err
		}
		if built[name+".br"], err = compress(built[name], brotlied); err != nil {
			return nil, err
		}
	}
	return built, nil
}

// gather answers the sources by the name of what they become.
func gather(sources fs.FS) (map[string][]byte, error) {
	entries, err := fs.ReadDir(sources, ".")
	if err != nil {
		return nil, err
	}
	texts := map[string][]byte{}
	for _, e := range entries {
		if e.IsDir() {
			continue
		}
		if texts[e.Name()], err = fs.ReadFile(sources, e.Name()); err != nil {
			return nil, err
		}
	}
	for name, parts := range bundles {
		if texts[name], err = join(sources, parts); err != nil {
			return nil, err
		}
	}
	return texts, nil
}

func minify(name string, text []byte) ([]byte, error) {
	loader, ok := loaders[path.Ext(name)]
	if !ok {
		return bytes.TrimSpace(text), nil
	}
	result := api.Transform(string(text), api.TransformOptions{
		Loader: loader, Engines: oldest, Sourcefile: name,
		MinifyWhitespace: true, MinifySyntax: true, MinifyIdentifiers: true,
		Format: formats[path.Ext(name)],
	})
	if len(result.Errors) > 0 {
		return nil, fmt.Errorf("%s: %s", name, result.Errors[0].Text)
	}
	return bytes.TrimSpace(result.Code), nil
}

// gzipped leaves out the time, so that equal sources give equal bytes.
func gzipped(out io.Writer) (io.WriteCloser, error) {
	return gzip.NewWriterLevel(out, gzip.BestCompression)
}

func brotlied(out io.Writer) (io.WriteCloser, error) {
	return brotli.NewWriterLevel(out, brotli.BestCompression), nil
}

func compress(text []byte, by func(io.Writer) (io.WriteCloser, error)) ([]byte, error) {
	var out bytes.Buffer
	w, err := by(&out)
	if err != nil {
		return nil, err
	}
	if _, err := w.Write(text); err != nil {
		return nil, err
	}
	if err := w.Close(); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}
