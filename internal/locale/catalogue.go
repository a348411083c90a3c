package locale

import (
	"embed"
	"encoding/json"
	"path"
	"slices"
	"strings"

	"github.com/nicksnyder/go-i18n/v2/i18n"
	"golang.org/x/text/language"
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

// Languages lists the tags of the languages a page can be written in.
func Languages() []string {
	tags := make([]string, 0, len(catalogues.tags))
	for _, tag := range catalogues.tags {
		tags = append(tags, tag.String())
	}
	slices.Sort(tags)
	return tags
}
