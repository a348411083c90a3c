package main

import (
	"bytes"
	"context"
	"errors"
	"os"
	"slices"
	"strings"
	"testing"
)

func TestStageCleansUpWhateverHappens(t *testing.T) {
	for name, c := range map[string]struct {
		play func(*stage)
		ok   bool
		said string
	}{
		"well":     {func(*stage) {}, true, ""},
		"an error": {func(s *stage) { s.Errorf("no %s", "luck") }, false, "no luck\n"},
		"fatal":    {func(s *stage) { s.Fatal("no", "luck"); panic("not reached") }, false, "noluck\n"},
		"must":     {func(s *stage) { s.must(nil); s.must(errors.New("broken")) }, false, "broken\n"},
	} {
		var said bytes.Buffer
		var order []int
		var dir string
		ok := onStage(t.Context(), &said, func(s *stage) {
			s.Cleanup(func() { order = append(order, 1) })
			s.Cleanup(func() { order = append(order, 2) })
			dir = s.TempDir()
			c.play(s)
		})
		if ok != c.ok || said.String() != c.said || !slices.Equal(order, []int{2, 1}) {
			t.Errorf("%s: %v, %q, cleaned up %v", name, ok, said.String(), order)
		}
		if _, err := os.Stat(dir); !os.IsNotExist(err) {
			t.Errorf("%s: the folder is left", name)
		}
	}
}

func TestSceneCleansUpBeforeTheNext(t *testing.T) {
	var order []string
	ok := onStage(t.Context(), &bytes.Buffer{}, func(s *stage) {
		s.within(func(s *stage) { s.Cleanup(func() { order = append(order, "scene") }) })
		order = append(order, "next")
		s.within(func(s *stage) { s.Errorf("failed") })
	})
	if ok || !slices.Equal(order, []string{"scene", "next"}) {
		t.Errorf("%v, %v", ok, order)
	}
}

func TestFatalInASceneEndsThePlay(t *testing.T) {
	cleaned := false
	ok := onStage(t.Context(), &bytes.Buffer{}, func(s *stage) {
		s.within(func(s *stage) {
			s.Cleanup(func() { cleaned = true })
			s.Fatal("over")
		})
		t.Error("the play went on")
	})
	if ok || !cleaned {
		t.Errorf("%v, cleaned up: %v", ok, cleaned)
	}
}

func TestInterruptedSaysSo(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	var said bytes.Buffer
	if onStage(ctx, &said, func(s *stage) { s.must(errors.New("use of closed connection")) }) || said.String() != "interrupted\n" {
		t.Errorf("said %q", said.String())
	}
}

func TestFlags(t *testing.T) {
	if o, err := flags(nil, &bytes.Buffer{}); err != nil || o.postgres || o.growth != 0 || o.out != "" || o.log != os.DevNull {
		t.Errorf("got %+v, %v", o, err)
	}
	if _, err := flags([]string{"-works", "("}, &bytes.Buffer{}); err == nil {
		t.Error("an expression that is none")
	}
	for _, args := range []string{"-for 0s", "-rounds 0", "-payments 0", "-callbacks 0", "-growth -1", "-growth x", "more", "-unknown"} {
		var said bytes.Buffer
		if _, err := flags(strings.Fields(args), &said); err == nil || !strings.Contains(said.String(), "-growth") {
			t.Errorf("%s: %v, %q", args, err, said.String())
		}
	}
}

func TestEnginesAreAList(t *testing.T) {
	if n := len(engines(options{})); n != 1 {
		t.Errorf("%d engines", n)
	}
	if n := len(engines(options{postgres: true})); n != 2 {
		t.Errorf("%d engines with PostgreSQL", n)
	}
}
