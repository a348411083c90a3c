package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
)

// meets finds where a package's own code starts goroutines or shares memory:
// there the race detector is worth its time.
var meets = regexp.MustCompile(`\bgo func|\bsync\.|\.Go\(func|\batomic\.`)

// calm are left out all the same: they read thousands of pages or images.
var calm = []string{"internal/merchantimage", "internal/page/storybook"}

// packages are those apart from test/, by whether goroutines meet in them.
func packages(ctx context.Context) (plain, race []string, err error) {
	list := exec.CommandContext(ctx, "go", "list", "-json=ImportPath,Dir,GoFiles", "./api/...", "./client/...", "./cmd/...", "./docs/...", "./internal/...")
	list.Stderr = os.Stderr
	out, err := list.StdoutPipe()
	if err != nil {
		return nil, nil, err
	}
	if err := list.Start(); err != nil {
		return nil, nil, fmt.Errorf("go list: %w", err)
	}
	for decoder := json.NewDecoder(out); ; {
		var p struct {
			ImportPath, Dir string
			GoFiles         []string
		}
		if err := decoder.Decode(&p); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			return nil, nil, fmt.Errorf("go list: %w", err)
		}
		concurrent, err := concurrent(p.Dir, p.GoFiles)
		if err != nil {
			return nil, nil, err
		}
		if concurrent {
			race = append(race, p.ImportPath)
		} else {
			plain = append(plain, p.ImportPath)
		}
	}
	return plain, race, list.Wait()
}

// concurrent says whether goroutines meet in the code of a folder.
func concurrent(folder string, files []string) (bool, error) {
	if slices.ContainsFunc(calm, func(p string) bool { return filepath.Base(p) == filepath.Base(folder) }) {
		return false, nil
	}
	for _, file := range files {
		text, err := os.ReadFile(filepath.Join(folder, file))
		if err != nil {
			return false, err
		}
		if meets.Match(text) {
			return true, nil
		}
	}
	return false, nil
}
