package view

import (
	"encoding/json"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// keyForm is how message keys look; no other literal of this package does.
var keyForm = regexp.MustCompile(`^[a-z_]+2?\.[a-z_]+$`)

// isUsedElsewhere are keys that other packages use: locale itself, and message.
func isUsedElsewhere(key string) bool {
	for _, prefix := range []string{"month.", "mail.", "sms."} {
		if strings.HasPrefix(key, prefix) {
			return true
		}
	}
	return key == "date" || key == "day" || key == "time"
}

// literals lists the strings of this package's sources that look like keys.
func literals(t *testing.T) map[string]bool {
	t.Helper()
	sources, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	found := map[string]bool{}
	for _, source := range sources {
		if strings.HasSuffix(source, "_test.go") {
			continue
		}
		tree, err := parser.ParseFile(token.NewFileSet(), source, nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(tree, func(n ast.Node) bool {
			if literal, ok := n.(*ast.BasicLit); ok && literal.Kind == token.STRING {
				if text, err := strconv.Unquote(literal.Value); err == nil && keyForm.MatchString(text) {
					found[text] = true
				}
			}
			return true
		})
	}
	return found
}

func messages(t *testing.T, lang string) map[string]any {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("..", "..", "locale", "catalogues", lang+".json"))
	if err != nil {
		t.Fatal(err)
	}
	var keys map[string]any
	if err := json.Unmarshal(text, &keys); err != nil {
		t.Fatal(err)
	}
	return keys
}

func TestEveryMessageIsUsedAndThere(t *testing.T) {
	used, there := literals(t), messages(t, "en")
	for key := range used {
		if _, ok := there[key]; !ok {
			t.Errorf("%s has no message", key)
		}
	}
	for key := range there {
		if !used[key] && !isUsedElsewhere(key) {
			t.Errorf("%s is used by no screen", key)
		}
	}
}

// No two outcomes may share a sentence: a payer who reads one must know which
// it is.
func TestNoTwoOutcomesShareASentence(t *testing.T) {
	for _, lang := range []string{"en", "sv"} {
		owner := map[string]string{}
		for key, message := range messages(t, lang) {
			outcome, part, _ := strings.Cut(key, ".")
			if part != "title" && part != "what" && part != "money" && part != "next" && part != "onward" && outcome != "reason" {
				continue
			}
			for sentence := range strings.SplitSeq(message.(string), ". ") {
				sentence = strings.TrimSuffix(sentence, ".")
				if other, ok := owner[sentence]; ok && other != outcome {
					t.Errorf("%s: %s and %s both say %q", lang, outcome, other, sentence)
				}
				owner[sentence] = outcome
			}
		}
	}
}
