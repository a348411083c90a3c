package telemetry

import (
	"bytes"
	"context"
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

type idKey struct{}

func idOf(ctx context.Context) string {
	id, _ := ctx.Value(idKey{}).(string)
	return id
}

func TestLoggerCorrelates(t *testing.T) {
	var out bytes.Buffer
	log, err := NewLogger(&out, LogOptions{Correlation: idOf})
	if err != nil {
		t.Fatal(err)
	}
	ctx := context.WithValue(t.Context(), idKey{}, "id-1")
	log.InfoContext(ctx, "one", "a", 1)
	log.With("b", 2).InfoContext(ctx, "two")
	log.InfoContext(t.Context(), "three")
	log.WithGroup("g").InfoContext(ctx, "four", "c", 3)
	want := []map[string]any{
		{"level": "INFO", "msg": "one", "a": 1.0, "correlation_id": "id-1"},
		{"level": "INFO", "msg": "two", "b": 2.0, "correlation_id": "id-1"},
		{"level": "INFO", "msg": "three"},
		{"level": "INFO", "msg": "four", "g": map[string]any{"c": 3.0, "correlation_id": "id-1"}},
	}
	if diff := cmp.Diff(want, lines(t, out.String())); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

// lines reads JSON lines, without their times.
func lines(t *testing.T, text string) []map[string]any {
	t.Helper()
	var all []map[string]any
	for line := range strings.Lines(text) {
		var one map[string]any
		if err := json.Unmarshal([]byte(line), &one); err != nil {
			t.Fatalf("%q: %v", line, err)
		}
		if _, ok := one["time"]; !ok {
			t.Errorf("no time in %q", line)
		}
		delete(one, "time")
		all = append(all, one)
	}
	return all
}

// One event is one line, whatever strangers put into it.
func TestLoggerNeutralizes(t *testing.T) {
	for _, text := range []bool{true, false} {
		var out bytes.Buffer
		log, err := NewLogger(&out, LogOptions{Text: text})
		if err != nil {
			t.Fatal(err)
		}
		log.Info("x", "name", "a\n{\"level\":\"ERROR\"}\x1b[31m")
		if strings.Count(out.String(), "\n") != 1 || strings.Contains(out.String(), "\x1b") {
			t.Errorf("text %t: %q", text, out.String())
		}
	}
}

func TestLoggerLevels(t *testing.T) {
	for level, want := range map[string]int{"debug": 4, "": 3, "info": 3, "WARN": 2, "Error": 1} {
		var out bytes.Buffer
		log, err := NewLogger(&out, LogOptions{Level: level})
		if err != nil {
			t.Fatal(err)
		}
		log.Debug("x")
		log.Info("x")
		log.Warn("x")
		log.Error("x")
		if got := len(lines(t, out.String())); got != want {
			t.Errorf("%q lets %d of four lines through, want %d", level, got, want)
		}
	}
	if _, err := NewLogger(&bytes.Buffer{}, LogOptions{Level: "loud"}); err == nil || !strings.Contains(err.Error(), "debug, info, warn or error") {
		t.Errorf("level loud: %v", err)
	}
}
