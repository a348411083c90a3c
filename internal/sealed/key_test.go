package sealed

import (
	"bytes"
	"errors"
	"strings"
	"testing"
)

var master = []byte(strings.Repeat("0123456789abcdef", 4))

func TestSealAndOpen(t *testing.T) {
	t.Parallel()
	key := New(master, "tests")
	for _, text := range []string{"", "kco_live_api_secret", strings.Repeat("x", 4096)} {
		one, two := key.Seal([]byte(text), "m1", "kustom"), key.Seal([]byte(text), "m1", "kustom")
		if bytes.Equal(one, two) {
			t.Errorf("%.20q is sealed alike twice", text)
		}
		if text != "" && bytes.Contains(one, []byte(text)) {
			t.Errorf("%.20q can be read", text)
		}
		if len(one) != len(text)+key.Overhead() {
			t.Errorf("%d bytes become %d, want %d more", len(text), len(one), key.Overhead())
		}
		for _, sealed := range [][]byte{one, two} {
			opened, err := New(master, "tests").Open(sealed, "m1", "kustom")
			if err != nil || string(opened) != text {
				t.Errorf("%.20q opens as %.20q, %v", text, opened, err)
			}
		}
	}
}

func TestOpenRefuses(t *testing.T) {
	t.Parallel()
	key := New(master, "tests")
	text := key.Seal([]byte("secret"), "m1", "kustom")
	changed := bytes.Clone(text)
	changed[len(changed)-1] ^= 1
	for name, c := range map[string]struct {
		key   Key
		text  []byte
		place []string
	}{
		"another place":       {key, text, []string{"m2", "kustom"}},
		"parts cut otherwise": {key, text, []string{"m1k", "ustom"}},
		"one part less":       {key, text, []string{"m1kustom"}},
		"no place":            {key, text, nil},
		"another purpose":     {New(master, "other"), text, []string{"m1", "kustom"}},
		"another server":      {New(bytes.ToUpper(master), "tests"), text, []string{"m1", "kustom"}},
		"changed":             {key, changed, []string{"m1", "kustom"}},
		"cut":                 {key, text[:len(text)-1], []string{"m1", "kustom"}},
		"shorter than any":    {key, text[:3], []string{"m1", "kustom"}},
		"nothing":             {key, nil, []string{"m1", "kustom"}},
	} {
		if opened, err := c.key.Open(c.text, c.place...); !errors.Is(err, ErrOpen) || opened != nil {
			t.Errorf("%s: %q, %v", name, opened, err)
		}
	}
}

func TestID(t *testing.T) {
	t.Parallel()
	key := New(master, "tests")
	if again := New(master, "tests"); key.ID() != again.ID() || len(key.ID()) != 2*idSize {
		t.Errorf("%q and %q", key.ID(), again.ID())
	}
	if key.ID() == New(master, "other").ID() || key.ID() == New(bytes.ToUpper(master), "tests").ID() {
		t.Error("two keys have one name")
	}
}
