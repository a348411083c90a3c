package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"sync"

	"github.com/openhpp/openhpp/test/harness"
)

// stage is what the harness gets instead of a test: it ends what was started,
// newest first, whatever happens.
type stage struct {
	ctx      context.Context
	errs     io.Writer
	mu       sync.Mutex
	cleanups []func()
	failed   bool
}

var _ harness.T = (*stage)(nil)

// left is what Fatal panics with.
type left struct{}

// onStage runs play and cleans up; ok says whether nothing failed.
func onStage(ctx context.Context, errs io.Writer, play func(*stage)) (ok bool) {
	s := &stage{ctx: ctx, errs: errs}
	defer func() { ok = !s.Failed() }()
	defer s.strike()
	defer func() {
		if p := recover(); p != nil && p != any(left{}) {
			panic(p)
		}
	}()
	play(s)
	return true
}

// within runs a scene whose cleanups do not wait for the end of the play.
func (s *stage) within(scene func(*stage)) {
	inner := &stage{ctx: s.ctx, errs: s.errs}
	defer func() {
		if inner.Failed() {
			s.Errorf("")
		}
	}()
	defer inner.strike()
	scene(inner)
}

func (s *stage) strike() {
	s.mu.Lock()
	todo := slices.Clone(s.cleanups)
	s.cleanups = nil
	s.mu.Unlock()
	for _, cleanup := range slices.Backward(todo) {
		cleanup()
	}
}

// must ends the run when something that has to work does not.
func (s *stage) must(err error) {
	if err == nil {
		return
	}
	if cause := s.ctx.Err(); cause != nil {
		err = errors.New("interrupted")
	}
	s.Fatal(err)
}

// Helper implements harness.T.
func (*stage) Helper() {}

// Context implements harness.T.
func (s *stage) Context() context.Context { return s.ctx }

// TempDir implements harness.T.
func (s *stage) TempDir() string {
	dir, err := os.MkdirTemp("", "openhpp-bench-")
	s.must(err)
	s.Cleanup(func() { _ = os.RemoveAll(dir) })
	return dir
}

// Cleanup implements harness.T.
func (s *stage) Cleanup(f func()) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.cleanups = append(s.cleanups, f)
}

// Failed implements harness.T.
func (s *stage) Failed() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.failed
}

// Logf implements harness.T.
func (s *stage) Logf(format string, args ...any) { _, _ = fmt.Fprintf(s.errs, format+"\n", args...) }

// Errorf implements harness.T.
func (s *stage) Errorf(format string, args ...any) {
	s.mu.Lock()
	s.failed = true
	s.mu.Unlock()
	if format != "" {
		s.Logf(format, args...)
	}
}

// Fatal implements harness.T.
func (s *stage) Fatal(args ...any) { s.Fatalf("%s", fmt.Sprint(args...)) }

// Fatalf implements harness.T.
func (s *stage) Fatalf(format string, args ...any) {
	s.Errorf(format, args...)
	panic(left{})
}
