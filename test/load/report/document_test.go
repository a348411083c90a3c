package report

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/openhpp/openhpp/test/load/measure"
)

var update = flag.Bool("update", false, "write the golden files anew")

func example() Document {
	e := reaching("SQLite", 2000, 4000, 3000)
	e.IdleRSS = 40 << 20
	e.Lines[1].P50, e.Lines[1].P99, e.Lines[1].CPU = 1234*time.Microsecond, 45*time.Millisecond, 321*time.Microsecond
	e.Lines[1].Others = 0.07
	e.Lines[1].Handler = measure.Result{Clients: 64, Rate: 20_000, P50: time.Millisecond, P99: 2 * time.Millisecond}
	return Document{
		Machine: Machine{Cores: 2, CPU: "AMD EPYC", Memory: 24 << 30, System: "linux/amd64", Go: "1.26.8"},
		On:      time.Date(2026, 11, 25, 10, 0, 0, 0, time.UTC), Span: 5 * time.Second, Rounds: 5, Binary: 26 << 20, Pool: 20_000, Queue: 10_000,
		Engines: []Engine{e},
	}
}

func TestDocument(t *testing.T) {
	var got bytes.Buffer
	if err := example().Write(&got); err != nil {
		t.Fatal(err)
	}
	golden := filepath.Join("testdata", "benchmarks.md")
	if *update {
		if err := os.WriteFile(golden, got.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got.String()); diff != "" {
		t.Error(diff)
	}
}

func TestDocumentSaysWhatWasDone(t *testing.T) {
	plain, profiled := example(), example()
	plain.Engines[0].Growth = nil
	profiled.Profile = true
	for _, c := range []struct {
		d    Document
		text string
		want bool
	}{
		{plain, "Profiles were taken", false}, {profiled, "Profiles were taken", true},
		{plain, "more and more sessions", false}, {profiled, "more and more sessions", true},
	} {
		var got bytes.Buffer
		if err := c.d.Write(&got); err != nil {
			t.Fatal(err)
		}
		if strings.Contains(got.String(), c.text) != c.want {
			t.Errorf("%q is there: %v", c.text, !c.want)
		}
	}
}

func TestMachine(t *testing.T) {
	if got := example().Machine.String(); got != "2 cores (AMD EPYC), 24 GB of memory, linux/amd64, Go 1.26.8" {
		t.Errorf("got %q", got)
	}
	if got := (Machine{Cores: 8, System: "plan9/arm", Go: "2"}).String(); got != "8 cores, plan9/arm, Go 2" {
		t.Errorf("got %q", got)
	}
	if got := ThisMachine(); got.Cores < 1 || got.Go == "" || strings.HasPrefix(got.Go, "go") {
		t.Errorf("got %+v", got)
	}
	if got := field([]byte("a b\t: c d\na b: e\n"), "a b"); got != "c d" {
		t.Errorf("got %q", got)
	}
}
