package main

import (
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestPagesGetTheScriptThatReloads(t *testing.T) {
	behind := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", map[string]string{"/": "text/html", "/json": "application/json"}[r.URL.Path])
		w.Header().Set("Content-Security-Policy", "script-src 'nonce-abc'")
		_, _ = io.WriteString(w, "hello")
	}))
	t.Cleanup(behind.Close)
	front := httptest.NewServer(reloading(strings.TrimPrefix(behind.URL, "http://"), &browsers{}))
	t.Cleanup(front.Close)
	for path, want := range map[string]string{"/": `hello<script nonce="abc">`, "/json": "hello"} {
		answer, err := http.Get(front.URL + path)
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(answer.Body)
		_ = answer.Body.Close()
		if err != nil || !strings.HasPrefix(string(body), want) || path == "/json" && string(body) != want {
			t.Errorf("%s: %q, %v", path, body, err)
		}
	}
}

func TestOpenPagesAreToldOnce(t *testing.T) {
	open := &browsers{}
	server := httptest.NewServer(open)
	t.Cleanup(server.Close)
	answer, err := http.Get(server.URL) // returns with the header, when the page is known
	if err != nil {
		t.Fatal(err)
	}
	open.reload()
	if body, err := io.ReadAll(answer.Body); err != nil || string(body) != "data: reload\n\n" {
		t.Errorf("%q, %v", body, err)
	}
	_ = answer.Body.Close()
}

func TestChangesAreTold(t *testing.T) {
	folder := t.TempDir()
	sources, err := watch(t.Context(), folder)
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"a_test.go", "a_templ.go", "notes.txt", "a.go"} {
		if err := os.WriteFile(filepath.Join(folder, name), nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if changed := <-sources; len(changed) != 1 || filepath.Base(changed[0]) != "a.go" {
		t.Errorf("told of %q", changed)
	}
}
