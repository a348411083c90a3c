package fsck

import (
	"errors"
	"iter"
	"runtime"
	"strings"
	"testing"
)

// However many sessions there are, the check takes the same memory.
func TestConstantMemory(t *testing.T) {
	peak := func(sessions int) (most uint64) {
		runtime.GC()
		var before, at runtime.MemStats
		runtime.ReadMemStats(&before)
		told := 0
		report, err := check(t, fake{sessions: sessions}, func(string, int64) {
			if told++; told%5 != 0 {
				return
			}
			runtime.GC()
			runtime.ReadMemStats(&at)
			if at.HeapAlloc > before.HeapAlloc {
				most = max(most, at.HeapAlloc-before.HeapAlloc)
			}
		}).Run(t.Context())
		if err != nil || !report.Passed() || report.of(LegalPath).Looked != int64(sessions) || told == 0 {
			t.Fatalf("%+v, told %d times, %v", report, told, err)
		}
		return most
	}
	few, many := peak(5_000), peak(50_000)
	t.Logf("%d bytes for five thousand sessions, %d for ten times as many", few, many)
	if many > few+1<<18 {
		t.Errorf("%d bytes more for ten times as many sessions", many-few)
	}
}

// Lists that are not in order, or break off, are no ground for a verdict.
func TestCannotBeChecked(t *testing.T) {
	lost := errors.New("the connection is lost")
	broken := fake{sessions: 3, links: iter.Seq2[Link, error](func(yield func(Link, error) bool) { yield(Link{}, lost) })}
	if _, err := check(t, broken, nil).Run(t.Context()); !errors.Is(err, lost) {
		t.Errorf("%v", err)
	}
	disordered := fake{sessions: 3, events: func(n int) []Event { return events(2 - n) }}
	c := check(t, disordered, nil)
	c.Found = func(Finding) {}
	if _, err := c.Run(t.Context()); err == nil || !strings.Contains(err.Error(), "out of order") {
		t.Errorf("%v", err)
	}
}

// What belongs to nobody is handed over wherever it lies: before, between and
// after what is there.
func TestStrays(t *testing.T) {
	var strays string
	list := func(yield func(string, error) bool) {
		for _, text := range []string{"a1", "b1", "b2", "c1", "d1", "e1"} {
			if !yield(text, nil) {
				return
			}
		}
	}
	s := read("letters", list, func(text string) string { return text[:1] }, func(text string) { strays += text + " " })
	defer s.close()
	for _, want := range []string{"b", "d"} {
		group, err := s.of(want)
		if err != nil || len(group) != map[string]int{"b": 2, "d": 1}[want] {
			t.Errorf("%s: %v, %v", want, group, err)
		}
	}
	if err := s.rest(); err != nil || strays != "a1 c1 e1 " {
		t.Errorf("%q, %v", strays, err)
	}
}
