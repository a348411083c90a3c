package build

import (
	"bytes"
	"compress/gzip"
	"io"
	"testing"
	"testing/fstest"
)

func TestAll(t *testing.T) {
	sources := fstest.MapFS{
		"a.css": {Data: []byte("/* gone */ b { color : red }\n")},
		"a.js":  {Data: []byte("const long = 1 // gone\nexport { long }\n")},
		"a.svg": {Data: []byte("<svg/>\n")},
	}
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
	if _, err := All(fstest.MapFS{"bad.js": {Data: []byte("const = (")}}); err == nil || !bytes.Contains([]byte(err.Error()), []byte("bad.js")) {
		t.Errorf("%v", err)
	}
}
