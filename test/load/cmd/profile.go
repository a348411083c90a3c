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
func (t *target) profile(o options, name string, span time.Duration) (wait func()) {
	if o.profiles == "" {
		return func() {}
	}
	file := filepath.Join(o.profiles, strings.ReplaceAll(name, " ", "-")+".pprof")
	done := make(chan error, 1)
	go func() { done <- t.fetch(file, span) }()
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
