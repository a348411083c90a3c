package storybook

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/openhpp/openhpp/internal/locale"
	"github.com/openhpp/openhpp/internal/page"
)

// Golden files hold every screen in English, and ten screens in Arabic for the
// other direction of writing. What other languages say is held by the keys of
// their catalogues.
var inArabic = []string{
	"access-code", "cancel", "challenge", "checking", "completed-captured", "failed", "module", "pay", "pay-delivery", "pay-unknown", "poster",
}

func kept(name string) bool {
	story, lang, _ := strings.Cut(name, ".")
	return lang == "en" || lang == "ar" && slices.Contains(inArabic, story)
}

var update = flag.Bool("update", false, "write the golden files")

// rendered are all stories in all languages, by name and language.
var rendered = sync.OnceValues(func() (map[string]string, error) {
	all := map[string]string{}
	for _, lang := range locale.Languages() {
		for _, s := range Stories() {
			var html bytes.Buffer
			if err := page.Render(&html, s.Screen(lang), "NONCE", ""); err != nil {
				return nil, fmt.Errorf("%s in %s: %w", s.Name, lang, err)
			}
			all[s.Name+"."+lang] = html.String()
		}
	}
	return all, nil
})

func pages(t *testing.T) map[string]string {
	t.Helper()
	all, err := rendered()
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// withoutStyles are the pages with empty style elements, and the stylesheets
// that stood there, each once: they are the larger part, and the same for most.
func withoutStyles(t *testing.T) (bare map[string]string, styles map[string]string) {
	t.Helper()
	bare, styles = map[string]string{}, map[string]string{}
	for name, html := range pages(t) {
		var page strings.Builder
		for {
			before, rest, found := strings.Cut(html, "<style")
			page.WriteString(before)
			if !found {
				break
			}
			tag, rest, _ := strings.Cut(rest, ">")
			sheet, after, closed := strings.Cut(rest, "</style>")
			if !closed {
				t.Fatalf("%s: a style without an end", name)
			}
			styles[sheet] = "the style of " + name
			page.WriteString("<style" + tag + "></style>")
			html = after
		}
		bare[name] = page.String()
	}
	if len(styles) == 0 {
		t.Fatal("no page has a style")
	}
	return bare, styles
}

var (
	style = regexp.MustCompile(`(?s)(<style[^>]*>).*?(</style>)`)
	sri   = regexp.MustCompile(`integrity="[^"]+"`)
	hash  = regexp.MustCompile(`\.[0-9a-f]{12}\.`)
)

func TestGolden(t *testing.T) {
	for name, html := range pages(t) {
		if !kept(name) {
			continue
		}
		html = sri.ReplaceAllString(hash.ReplaceAllString(style.ReplaceAllString(html, "$1$2"), ".HASH."), `integrity="SRI"`)
		html = strings.ReplaceAll(html, "><", ">\n<") + "\n"
		file := filepath.Join("testdata", name+".html")
		if *update {
			if err := os.WriteFile(file, []byte(html), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(string(want), html); diff != "" {
			t.Errorf("differs from %s (run with -update if it should):\n%s", file, diff)
		}
	}
}

func TestGoldenFilesAllHaveAStory(t *testing.T) {
	files, err := filepath.Glob("testdata/*.html")
	if err != nil {
		t.Fatal(err)
	}
	if want := len(Stories()) + len(inArabic); len(files) != want {
		t.Errorf("%d golden files for %d screens", len(files), want)
	}
}

var (
	handler = regexp.MustCompile(`(?i)<[^>]*\son[a-z]+\s*=`)
	foreign = regexp.MustCompile(`(?i)(?:src|srcset|poster|data|action|formaction)="(?:[a-z]+:)?//|@import|url\((?:/?[^/p]|//)`)
	script  = regexp.MustCompile(`<script[^>]*>`)
	inline  = regexp.MustCompile(`\sstyle="`)
	quoted  = regexp.MustCompile(`"[^"]*"`)
	typed   = regexp.MustCompile(`\svalue="[^"]*"`) // an input isolates its text by itself
)

// What the browser policy forbids must not be there in the first place: with
// the policy off, nothing of others would run or load either.
func TestNothingOfOthersRunsOrLoads(t *testing.T) {
	bare, styles := withoutStyles(t)
	for sheet, name := range styles {
		if found := foreign.FindString(sheet); found != "" {
			t.Errorf("%s: foreign load %s", name, found)
		}
	}
	for name, html := range bare {
		most := 1
		if strings.HasPrefix(name, "module") {
			most = 2
		}
		found := script.FindAllString(html, -1)
		if len(found) == 0 || len(found) > most {
			t.Errorf("%s: scripts %q", name, found)
		}
		for _, tag := range found {
			if !strings.Contains(tag, `nonce="NONCE"`) || !strings.Contains(tag, `integrity="sha384-`) {
				t.Errorf("%s: script %s", name, tag)
			}
		}
		if found := handler.FindString(quoted.ReplaceAllString(html, `""`)); found != "" {
			t.Errorf("%s: inline handler %s", name, found)
		}
		for what, pattern := range map[string]*regexp.Regexp{"foreign load": foreign, "inline style": inline} {
			if found := pattern.FindString(html); found != "" {
				t.Errorf("%s: %s %s", name, what, found)
			}
		}
		if strings.Contains(html, "ZgotmplZ") {
			t.Errorf("%s: an address was refused by the templates", name)
		}
		if strings.ContainsAny(typed.ReplaceAllString(html, ""), "\u202e\u202d\u2066\u2067\x00") {
			t.Errorf("%s: text of others turns the direction of the page", name)
		}
	}
}

var (
	ids     = regexp.MustCompile(`\sid="([^"]*)"`)
	targets = regexp.MustCompile(`\s(?:for|aria-describedby|href)="(#?[^"]*)"`)
)

func TestIdsAreUniqueAndFound(t *testing.T) {
	bare, _ := withoutStyles(t)
	for name, html := range bare {
		there := map[string]bool{}
		for _, id := range ids.FindAllStringSubmatch(html, -1) {
			if there[id[1]] {
				t.Errorf("%s: two elements are %q", name, id[1])
			}
			there[id[1]] = true
		}
		for _, target := range targets.FindAllStringSubmatch(html, -1) {
			if strings.Contains(target[0], "href") && !strings.HasPrefix(target[1], "#") {
				continue
			}
			for id := range strings.FieldsSeq(strings.TrimPrefix(target[1], "#")) {
				if !there[id] {
					t.Errorf("%s: %s points at nothing", name, target[0])
				}
			}
		}
	}
}

func TestEveryScreenHasOneHeadingAndMain(t *testing.T) {
	for name, html := range pages(t) {
		for _, tag := range []string{"<h1", "<main", "<title", "<!doctype html>"} {
			if n := strings.Count(html, tag); n != 1 {
				t.Errorf("%s: %d times %s", name, n, tag)
			}
		}
	}
}

func TestTestModeShowsOnEveryScreen(t *testing.T) {
	for name, html := range pages(t) {
		if !strings.Contains(html, `<aside class="test">`) {
			t.Errorf("%s: no test banner", name)
		}
	}
}

// A token that pays must not be on any page (safety A34).
func TestNoScreenHoldsASecret(t *testing.T) {
	for name, html := range pages(t) {
		if strings.Contains(html, "secret") {
			t.Errorf("%s: the authorization token is on the page", name)
		}
	}
}
