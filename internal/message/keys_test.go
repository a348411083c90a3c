package message

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// Every key of ours in the catalogue is used, and every one used is there.
func TestEveryMessageIsUsedAndThere(t *testing.T) {
	text, err := os.ReadFile(filepath.Join("..", "locale", "catalogues", "en.json"))
	if err != nil {
		t.Fatal(err)
	}
	var there map[string]any
	if err := json.Unmarshal(text, &there); err != nil {
		t.Fatal(err)
	}
	var sources strings.Builder
	for _, name := range []string{"mail.go", "sms.go", "receipt.go"} {
		code, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		sources.Write(code)
	}
	used := 0
	for key := range there {
		if strings.HasPrefix(key, "mail.") || strings.HasPrefix(key, "sms.") {
			if used++; !strings.Contains(sources.String(), `"`+key+`"`) {
				t.Errorf("%s is used by no message", key)
			}
		}
	}
	for _, key := range []string{"summary.amount", "summary.more", "frame.test"} {
		if there[key] == nil {
			t.Errorf("%s, which messages share with the page, is gone", key)
		}
	}
	if used == 0 {
		t.Error("no key was looked at")
	}
}
