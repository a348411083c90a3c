package build

import (
	"bytes"
	"compress/gzip"
	"io"
	"maps"
	"path/filepath"
	"slices"
	"testing"
	"testing/fstest"
)

func TestAll(t *testing.T) {
	sources := withParts(fstest.MapFS{
		"a.css": {Data: []byte("/* gone */ b { color : red }\n")},
		"a.js":  {Data: []byte("const long = 1 // gone\nexport { long }\n")},
		"a.svg": {Data: []byte("<svg/>\n")},
	})
	built, err := All(sources)
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]string{"a.css": "b{color:red}", "a.js": "const o=1;export{o as long};", "a.svg": "<svg/>"} {
		if got := string(built[name]); got != want {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
		r, err := gzip.NewReader(bytes.NewReader(built[name+".gz"]))
		if err != nil {
			t.Fatal(err)
		}
		if text, err := io.ReadAll(r); err != nil || string(text) != want {
			t.Errorf("%s.gz: %q, %v", name, text, err)
		}
	}
}

func TestAllNamesTheFaultyFile(t *testing.T) {
	if _, err := All(withParts(fstest.MapFS{"bad.js": {Data: []byte("const = (")}})); err == nil || !bytes.Contains([]byte(err.Error()), []byte("bad.js")) {
		t.Errorf("%v", err)
	}
}

// withParts adds the parts of every bundle, each empty.
func withParts(sources fstest.MapFS) fstest.MapFS {
	for _, parts := range bundles {
		for _, part := range parts {
			sources[part] = &fstest.MapFile{}
		}
	}
	return sources
}

func TestAllJoinsPartsInOrder(t *testing.T) {
	sources := withParts(fstest.MapFS{})
	sources["style/root.css"] = &fstest.MapFile{Data: []byte("b{color:red}")}
	sources["style/base.css"] = &fstest.MapFile{Data: []byte("i{color:#000}")}
	built, err := All(sources)
	if err != nil {
		t.Fatal(err)
	}
	if got := string(built["pay.css"]); got != "b{color:red}i{color:#000}" {
		t.Errorf("%q", got)
	}
}

// A part that no bundle names would never be served.
func TestEveryPartIsUsed(t *testing.T) {
	for _, folder := range []string{"style", "script"} {
		parts, err := filepath.Glob(filepath.Join("..", "src", folder, "*"))
		if err != nil || len(parts) == 0 {
			t.Fatalf("%s: %v, %v", folder, parts, err)
		}
		for _, part := range parts {
			if !slices.ContainsFunc(slices.Collect(maps.Values(bundles)), func(parts []string) bool {
				return slices.Contains(parts, folder+"/"+filepath.Base(part))
			}) {
				t.Errorf("%s is in no bundle", part)
			}
		}
	}
}
