package locale

import (
	"embed"
	"encoding/json"
	"path"
	"slices"
	"strings"
	"unicode"

	"github.com/nicksnyder/go-i18n/v2/i18n"
	"golang.org/x/text/collate"
	"golang.org/x/text/language"
	"golang.org/x/text/language/display"
)

//go:embed catalogues/*.json
var files embed.FS

// fallback is the language of payers whose own is not there (hpp.md §6.1).
var fallback = language.English

// catalogues is everything the embedded files hold. They are part of the
// program: one that does not parse stops it at start.
var catalogues = load()

type library struct {
	bundle  *i18n.Bundle
	tags    []language.Tag // whole languages, the fallback first
	matcher language.Matcher
}

func load() library {
	lib := library{bundle: i18n.NewBundle(fallback), tags: []language.Tag{fallback}}
	lib.bundle.RegisterUnmarshalFunc("json", json.Unmarshal)
	entries, err := files.ReadDir("catalogues")
	if err != nil {
		panic(err)
	}
	for _, entry := range entries {
		if _, err := lib.bundle.LoadMessageFileFS(files, path.Join("catalogues", entry.Name())); err != nil {
			panic(err)
		}
		tag := language.MustParse(strings.TrimSuffix(entry.Name(), ".json"))
		if tag != fallback && !regional(tag) {
			lib.tags = append(lib.tags, tag)
		}
	}
	lib.matcher = language.NewMatcher(lib.tags)
	return lib
}

// regional reports whether a catalogue only refines another one.
func regional(tag language.Tag) bool {
	_, confidence := tag.Region()
	return confidence == language.Exact
}

// Named is a language with its own name for itself.
type Named struct{ Tag, Name string }

var names = named()

func named() []Named {
	all := make([]Named, 0, len(catalogues.tags))
	for _, tag := range catalogues.tags {
		name := []rune(display.Self.Name(tag))
		name[0] = unicode.ToUpper(name[0])
		all = append(all, Named{tag.String(), string(name)})
	}
	order := collate.New(language.Und)
	slices.SortFunc(all, func(a, b Named) int { return order.CompareString(a.Name, b.Name) })
	return all
}

// Names lists the languages a page can be written in, by their own names in
// alphabetical order. The list is shared: do not change it.
func Names() []Named { return names }

// Languages lists the tags of the languages a page can be written in.
func Languages() []string { return slices.Clone(tags) }

var tags = sortedTags()

func sortedTags() []string {
	all := make([]string, 0, len(catalogues.tags))
	for _, tag := range catalogues.tags {
		all = append(all, tag.String())
	}
	slices.Sort(all)
	return all
}
