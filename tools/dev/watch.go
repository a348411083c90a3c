package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/fsnotify/fsnotify"
)

// settleTime is how long nothing may change until changes are told: editors write
// a file in several steps.
const settleTime = 200 * time.Millisecond

// watch tells of sources that change in folders and all below them.
func watch(ctx context.Context, folders ...string) (<-chan []string, error) {
	watcher, err := fsnotify.NewWatcher()
	if err != nil {
		return nil, err
	}
	for _, folder := range folders {
		err := filepath.WalkDir(folder, func(path string, entry fs.DirEntry, err error) error {
			if err == nil && entry.IsDir() {
				err = watcher.Add(path)
			}
			return err
		})
		if err != nil {
			return nil, errors.Join(err, watcher.Close())
		}
	}
	told := make(chan []string)
	go func() {
		defer func() { _ = watcher.Close() }()
		collect(ctx, watcher, told)
	}()
	return told, nil
}

// collect tells what changed once nothing more does.
func collect(ctx context.Context, watcher *fsnotify.Watcher, told chan<- []string) {
	seen := map[string]bool{}
	pause := time.NewTimer(time.Hour)
	defer pause.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case err := <-watcher.Errors:
			fmt.Fprintln(os.Stderr, "dev:", err)
		case event := <-watcher.Events:
			if stat, err := os.Stat(event.Name); err == nil && stat.IsDir() {
				_ = watcher.Add(event.Name)
			}
			if event.Has(fsnotify.Chmod) || !source(event.Name) {
				continue
			}
			seen[event.Name] = true
			pause.Reset(settleTime)
		case <-pause.C:
			var changed []string
			for name := range seen {
				changed = append(changed, name)
			}
			clear(seen)
			select {
			case told <- changed:
			case <-ctx.Done():
			}
		}
	}
}

// source says whether a file is written by people and part of what is served.
func source(name string) bool {
	switch {
	case strings.HasSuffix(name, "_test.go"), strings.HasSuffix(name, "_templ.go"), strings.Contains(name, "/assets/dist/"):
		return false
	case strings.Contains(name, "/assets/src/"):
		return true
	}
	switch filepath.Ext(name) {
	case ".go", ".templ", ".yaml", ".json", ".sql":
		return true
	}
	return false
}
