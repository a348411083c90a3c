package main

import (
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/openhpp/openhpp/test/load/talk"
)

// profile begins a CPU profile of the server; wait ends and keeps it.
func (t *target) profile(o options, work string, clients int, span time.Duration) (wait func()) {
	if o.profiles == "" {
		return func() {}
	}
	name := fmt.Sprintf("%s-%d.pprof", strings.ReplaceAll(work, " ", "-"), clients)
	done := make(chan error, 1)
	go func() { done <- t.fetch(filepath.Join(o.profiles, name), span) }()
	return func() { t.must(<-done) }
}

func (t *target) fetch(file string, span time.Duration) error {
	conn, err := talk.Dial(t.ctx, t.debug)
	if err != nil {
		return err
	}
	defer func() { _ = conn.Close() }()
	a, err := conn.Do(talk.Request(http.MethodGet, t.debug, fmt.Sprintf("/debug/pprof/profile?seconds=%d", max(int(span.Seconds()), 1)), ""))
	if err != nil {
		return err
	}
	if a.Status != http.StatusOK {
		return wrong("profile", a, http.StatusOK)
	}
	return os.WriteFile(file, a.Body, 0o600)
}
