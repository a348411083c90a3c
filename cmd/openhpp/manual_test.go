package main

import (
	"bytes"
	"flag"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/alecthomas/kong"

	"github.com/openhpp/openhpp/internal/manual"
)

var update = flag.Bool("update", false, "write docs/cli.md")

const (
	document = "../../docs/cli.md"
	begin    = "<!-- begin commands: generated from the flags by go test ./cmd/openhpp -update; do not edit -->\n\n"
)

func model(t *testing.T) *kong.Application {
	t.Helper()
	parser, err := kong.New(&commands{}, options(t.Context())...)
	if err != nil {
		t.Fatal(err)
	}
	return parser.Model
}

// The document has each command, flag, default and variable as the program has them.
func TestDocument(t *testing.T) {
	text, err := os.ReadFile(document)
	if err != nil {
		t.Fatal(err)
	}
	head, _, ok := strings.Cut(string(text), begin)
	if !ok {
		t.Fatalf("%s lacks the mark %q", document, begin)
	}
	want := head + begin + theManual().Markdown(model(t))
	if *update {
		if err := os.WriteFile(document, []byte(want), 0o600); err != nil {
			t.Fatal(err)
		}
	} else if want != string(text) {
		t.Errorf("%s is not as the program is: go test ./cmd/openhpp -run TestDocument -update", document)
	}
}

// Help, man page, document and completion come from one model: none lacks a
// command, a flag, a default or a variable.
func TestNothingIsLeftOut(t *testing.T) {
	m := model(t)
	man, md := theManual().Man(m), theManual().Markdown(m)
	plain := strings.ReplaceAll(man, `\-`, "-")
	leaves := m.Leaves(true)
	if commands := manual.Commands(m); len(commands) != len(leaves) || len(leaves) < 30 {
		t.Fatalf("%d commands of %d", len(commands), len(leaves))
	}
	for _, leaf := range leaves {
		path := leaf.FullPath()
		words := strings.Fields(path)[1:]
		help := helpOf(t, words)
		for what, place := range map[string]string{"man page": plain, "document": md, "help": help} {
			if !strings.Contains(place, path) {
				t.Errorf("%s: the %s lacks the command", path, what)
			}
		}
		for i, word := range words {
			if !slices.Contains(manual.Complete(m, append(slices.Clone(words[:i]), "")), word) {
				t.Errorf("%s: completion lacks %s", path, word)
			}
		}
		completed := manual.Complete(m, append(slices.Clone(words), "--"))
		for _, group := range leaf.AllFlags(true) {
			for _, f := range group {
				if slices.Contains(m.Flags, f) {
					continue
				}
				if !slices.Contains(completed, "--"+f.Name) {
					t.Errorf("%s: completion lacks --%s", path, f.Name)
				}
				told := append([]string{"--" + f.Name}, f.Envs...)
				for what, place := range map[string]string{"man page": section(plain, ".SS "+path), "document": section(md, "### `"+path), "help": help} {
					for _, part := range append(told, f.Default) {
						if !strings.Contains(place, part) {
							t.Errorf("%s: the %s lacks %q of --%s", path, what, part, f.Name)
						}
					}
				}
			}
		}
	}
}

// section is the part of a text that begins with head, up to the next of its kind.
func section(text, head string) string {
	_, rest, _ := strings.Cut(text, head)
	kind, _, _ := strings.Cut(head, " ")
	part, _, _ := strings.Cut(rest, "\n"+kind+" ")
	return part
}

// helpOf is what --help of a command prints.
func helpOf(t *testing.T, words []string) string {
	t.Helper()
	var out bytes.Buffer
	parser, err := kong.New(&commands{}, append(options(t.Context()), kong.Writers(&out, &out), kong.Exit(func(int) {}))...)
	if err != nil {
		t.Fatal(err)
	}
	_, _ = parser.Parse(append(slices.Clone(words), "--help")) // required arguments are missing
	return out.String()
}

func TestComplete(t *testing.T) {
	m := model(t)
	for _, c := range []struct {
		words []string
		want  []string
	}{
		{[]string{"sess"}, []string{"session", "sessions"}},
		{[]string{"sessions", "sh"}, []string{"show"}},
		{[]string{"sessions", "create", "--mo"}, []string{"--mode"}},
		{[]string{"sessions", "create", "--mode", ""}, []string{"NONE", "PLACE_ORDER", "CAPTURE_ORDER"}},
		{[]string{"sessions", "create", "--mode=P"}, []string{"--mode=PLACE_ORDER"}},
		{[]string{"sessions", "create", "--mode", "=", "C"}, []string{"CAPTURE_ORDER"}},
		{[]string{"sessions", "create", "--mode", "="}, []string{"=NONE", "=PLACE_ORDER", "=CAPTURE_ORDER"}},
		{[]string{"sessions", "create", "--mode", "NONE", "--amou"}, []string{"--amount"}},
		{[]string{"sessions", "create", "--reference", ""}, nil},
		{[]string{"completion", "z"}, []string{"zsh"}},
		{[]string{"--hel"}, []string{"--help"}},
		{[]string{"comple"}, []string{"completion"}},
		{[]string{"nothing", "of", "it", "x"}, nil},
	} {
		got := manual.Complete(m, c.words)
		if !slices.Equal(got, c.want) && len(got)+len(c.want) > 0 {
			t.Errorf("%q: %q, want %q", c.words, got, c.want)
		}
	}
}
