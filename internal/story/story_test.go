package story

import (
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/openhpp/openhpp/internal/hpp"
)

var update = flag.Bool("update", false, "write the golden files anew")

// Each of thirty stories is told as its golden file has it: its entries in order,
// and the five answers.
func TestStories(t *testing.T) {
	if len(stories) < 30 {
		t.Errorf("%d stories", len(stories))
	}
	for name, told := range stories {
		t.Run(name, func(t *testing.T) {
			story := Of(told.Facts)
			got := golden(t, story)
			path := filepath.Join("testdata", strings.ReplaceAll(name, " ", "-")+".json")
			if *update {
				if err := os.WriteFile(path, got, 0o600); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(string(want), string(got)); diff != "" {
				t.Errorf("(-golden +told):\n%s", diff)
			}
			if !slices.IsSortedFunc(story.Entries, func(a, b Entry) int { return a.At.Compare(b.At) }) {
				t.Error("not in order")
			}
			for _, secret := range []string{"secret-token", "token=", "kim@"} {
				if strings.Contains(string(got), secret) {
					t.Errorf("tells %q", secret)
				}
			}
		})
	}
}

// golden is a story as golden files keep it.
func golden(t *testing.T, s Story) []byte {
	t.Helper()
	text, err := json.MarshalIndent(struct {
		Entries []Entry
		Answers Answers
	}{s.Entries, s.Answers}, "", "\t")
	if err != nil {
		t.Fatal(err)
	}
	var lines []string
	for line := range strings.SplitSeq(string(text), "\n") {
		for _, empty := range []string{`: "",`, `: "0001-01-01T00:00:00Z"`, `: 0,`, `: ""`} {
			if strings.HasSuffix(strings.TrimSuffix(line, ","), strings.TrimSuffix(empty, ",")) {
				line = ""
				break
			}
		}
		if line != "" {
			lines = append(lines, line)
		}
	}
	return []byte(strings.Join(lines, "\n") + "\n")
}

// The answers of a few stories, said here: a golden file can be written anew
// without being read.
func TestAnswers(t *testing.T) {
	of := func(name string) Answers { return Of(stories[name].Facts).Answers }
	if a := of("01 nobody came"); a.Opened.Yes || a.Declined != nil || a.Told.State != ToldNothing || a.Answered != nil || a.SentTo != nil {
		t.Errorf("nobody came: %+v", a)
	}
	if a := of("02 paid at once"); !a.Opened.At.Equal(after(60)) || a.Told.State != "DELIVERED" || a.Told.Tries != 1 || a.Answered.Status != 204 ||
		a.SentTo.Kind != "success" || a.SentTo.Host != "shop.example" || a.SentTo.Path != "/thanks" {
		t.Errorf("paid: %+v", a)
	}
	if a := of("07 declined, then paid"); a.Declined.Reason != "under_age" || !strings.HasSuffix(a.Declined.Text, "The payer paid afterwards") {
		t.Errorf("declined, then paid: %+v", a.Declined)
	}
	if a := of("26 the merchant was away"); a.Told.Tries != 3 || a.Answered.Status != 200 || !a.Told.At.Equal(after(66).Add(time.Millisecond)) {
		t.Errorf("away: %+v %+v", a.Told, a.Answered)
	}
	if a := of("28 given up"); a.Told.State != "GIVEN_UP" || a.Answered.Status != 302 {
		t.Errorf("given up: %+v %+v", a.Told, a.Answered)
	}
	if a := of("22 an e-mail was opened"); !a.Opened.Yes || !a.Opened.At.Equal(after(60)) {
		t.Errorf("opened: %+v", a.Opened)
	}
}

// Every status has words, and every state of a message.
func TestEverythingHasWords(t *testing.T) {
	for _, status := range hpp.Statuses {
		if status == hpp.Waiting {
			continue
		}
		told := begun().event(1, status, "")
		if text := statusText(told.Facts, 0); text == "" || text == string(status) {
			t.Errorf("%s: %q", status, text)
		}
	}
}
