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
	regions []language.Tag // of the catalogues that refine a language
	matcher language.Matcher
}

func load() library {
	lib := library{bundle: i18n.NewBundle(fallback), tags: []language.Tag{fallback}}
	entries, err := files.ReadDir("catalogues")
	if err != nil {
		panic(err)
	}
	written := map[language.Tag][]*i18n.Message{}
	for _, entry := range entries {
		tag := language.MustParse(strings.TrimSuffix(entry.Name(), ".json"))
		written[tag] = read(entry.Name())
		switch {
		case regional(tag):
			lib.regions = append(lib.regions, tag)
		case tag != fallback:
			lib.tags = append(lib.tags, tag)
		}
	}
	for _, tag := range lib.tags {
		lib.add(tag, written[tag])
	}
	// The library falls back from a region to English, not to the region's
	// language: so a region gets all of its language, then what it refines.
	for _, tag := range lib.regions {
		lib.add(tag, written[tag.Parent()])
		lib.add(tag, written[tag])
	}
	lib.matcher = language.NewMatcher(lib.tags)
	return lib
}

// read parses one catalogue.
func read(name string) []*i18n.Message {
	text, err := files.ReadFile(path.Join("catalogues", name))
	if err != nil {
		panic(err)
	}
	file, err := i18n.ParseMessageFileBytes(text, name, map[string]i18n.UnmarshalFunc{"json": json.Unmarshal})
	if err != nil {
		panic(err)
	}
	return file.Messages
}

func (lib *library) add(tag language.Tag, messages []*i18n.Message) {
	if err := lib.bundle.AddMessages(tag, messages...); err != nil {
		panic(err)
	}
}

// nearest is the catalogue of a language in a region: the region's own, else
// the whole language's. Regions do not lend theirs to each other.
func (lib *library) nearest(full, whole language.Tag) language.Tag {
	if slices.Contains(lib.regions, full) {
		return full
	}
	return whole
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
