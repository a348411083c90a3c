package main

import (
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// events are those of a package with a test that passes after twelve seconds,
// one that fails, and one that is skipped.
const events = `{"Action":"start","Package":"github.com/openhpp/openhpp/test/e2e"}
{"Action":"output","Package":"github.com/openhpp/openhpp/test/e2e","Test":"TestLong","Output":"long, but well\n"}
{"Action":"pass","Package":"github.com/openhpp/openhpp/test/e2e","Test":"TestLong","Elapsed":12.5}
{"Action":"output","Package":"github.com/openhpp/openhpp/test/e2e","Test":"TestBad","Output":"it is bad\n"}
{"Action":"fail","Package":"github.com/openhpp/openhpp/test/e2e","Test":"TestBad","Elapsed":0.1}
{"Action":"output","Package":"github.com/openhpp/openhpp/test/e2e","Test":"TestLess","Output":"no browser\n"}
{"Action":"skip","Package":"github.com/openhpp/openhpp/test/e2e","Test":"TestLess"}
{"Action":"output","Package":"github.com/openhpp/openhpp/test/e2e","Output":"FAIL\n"}
{"Action":"fail","Package":"github.com/openhpp/openhpp/test/e2e","Elapsed":13}
`

func TestReadTellsOfFailuresAlone(t *testing.T) {
	var log strings.Builder
	got := read(strings.NewReader(events), &log)
	if got.complaint != "it is bad\nFAIL\n" {
		t.Errorf("complaint %q", got.complaint)
	}
	if len(got.tests) != 2 || got.tests[0] != (timing{"test/e2e.TestLong", 12500 * time.Millisecond}) {
		t.Errorf("tests %v", got.tests)
	}
	if text := log.String(); !strings.Contains(text, "long, but well") || !strings.Contains(text, "no browser") {
		t.Errorf("log %q", text)
	}
}

func TestWatchFailsWithItsCommand(t *testing.T) {
	file := filepath.Join(t.TempDir(), "log")
	if _, err := watch(exec.Command("sh", "-c", "true"), file); err != nil {
		t.Errorf("a command that ends well: %v", err)
	}
	got, err := watch(exec.Command("sh", "-c", "exit 3"), file)
	if err == nil || !strings.Contains(got.complaint, file) {
		t.Errorf("%v, %q", err, got.complaint)
	}
}

func TestJudgeWantsReasons(t *testing.T) {
	var known string
	for name := range reasons() {
		known = name
	}
	for name, c := range map[string]struct {
		tests  []timing
		shown  int
		failed bool
	}{
		"quick":                    {[]timing{{"a.TestQuick", time.Second}}, 0, false},
		"long, on a slow machine":  {[]timing{{"a.TestLong", 19 * time.Second}}, 1, false},
		"too long":                 {[]timing{{"a.TestLong", 21 * time.Second}, {"a.TestLong", time.Second}}, 1, true},
		"too long, with a reason":  {[]timing{{known, 21 * time.Second}}, 1, false},
		"two, of which one is bad": {[]timing{{known, 21 * time.Second}, {"a.TestLong", 21 * time.Second}}, 2, true},
	} {
		got := judge(c.tests)
		if n := strings.Count(got.text, "\n"); n != c.shown || (got.err != nil) != c.failed {
			t.Errorf("%s: %q, %v", name, got.text, got.err)
		}
	}
}
