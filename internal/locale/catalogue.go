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

// fallback is for languages without a catalogue (docs/spec/hpp.md §6.1).
var fallback = language.English

// catalogues are the embedded files, parts of the program: one that does not
// parse is a panic at start.
var catalogues = loadCatalogues()

type catalogueSet struct {
	bundle  *i18n.Bundle
	tags    []language.Tag // whole languages, the fallback first
	regions []language.Tag // of the catalogues that refine a language
	matcher language.Matcher
}

func loadCatalogues() catalogueSet {
	lib := catalogueSet{bundle: i18n.NewBundle(fallback), tags: []language.Tag{fallback}}
	entries, err := files.ReadDir("catalogues")
	if err != nil {
		panic(err)
	}
	written := map[language.Tag][]*i18n.Message{}
	for _, entry := range entries {
		tag := language.MustParse(strings.TrimSuffix(entry.Name(), ".json"))
		written[tag] = readCatalogue(entry.Name())
		switch {
		case isRegional(tag):
			lib.regions = append(lib.regions, tag)
		case tag != fallback:
			lib.tags = append(lib.tags, tag)
		}
	}
	for _, tag := range lib.tags {
		lib.add(tag, written[tag])
	}
	for _, tag := range lib.regions {
		lib.add(tag, written[tag])
	}
	lib.matcher = language.NewMatcher(lib.tags)
	return lib
}

// readCatalogue parses one catalogue.
func readCatalogue(name string) []*i18n.Message {
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

func (lib *catalogueSet) add(tag language.Tag, messages []*i18n.Message) {
	if err := lib.bundle.AddMessages(tag, messages...); err != nil {
		panic(err)
	}
}

// forRegion is the catalogue of a language in a region: the region's own, else
// the whole language's. One region does not use another's.
func (lib *catalogueSet) forRegion(full, whole language.Tag) language.Tag {
	if slices.Contains(lib.regions, full) {
		return full
	}
	return whole
}

// refinements are what a region's own catalogue says; nil where there is none.
func (lib *catalogueSet) refinements(full language.Tag) *i18n.Localizer {
	if !slices.Contains(lib.regions, full) {
		return nil
	}
	return i18n.NewLocalizer(lib.bundle, full.String())
}

// isRegional reports whether a catalogue only refines another one.
func isRegional(tag language.Tag) bool {
	_, confidence := tag.Region()
	return confidence == language.Exact
}

// Named is a language with its own name for itself.
type Named struct{ Tag, Name string }

var names = namedLanguages()

func namedLanguages() []Named {
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
