package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
	"time"
)

// timing is how long a test took.
type timing struct {
	name string // as "test/e2e.TestThreeModes"
	took time.Duration
}

// report is what a stage's tests told.
type report struct {
	tests     []timing
	complaint string // what tests and packages that failed printed
}

// event is a line of "go test -json".
type event struct {
	Action, Package, ImportPath, Test, Output string
	Elapsed                                   float64 // seconds
}

// watch runs a command that prints events, and writes what the tests print to
// a file.
func watch(cmd *exec.Cmd, file string) (report, error) {
	log, err := os.Create(file)
	if err != nil {
		return report{}, err
	}
	defer func() { _ = log.Close() }()
	cmd.Stderr = log
	out, err := cmd.StdoutPipe()
	if err != nil {
		return report{}, err
	}
	if err := cmd.Start(); err != nil {
		return report{}, err
	}
	told := read(out, log)
	err = cmd.Wait()
	if err != nil && told.complaint == "" {
		told.complaint = fmt.Sprintf("%v: nothing of it is a test's; see %s\n", err, file)
	}
	return told, err
}

// read makes a report of events and copies their output to log.
func read(events io.Reader, log io.Writer) (told report) {
	printed := map[string]*strings.Builder{} // by test, or by package
	failed := map[string]bool{}
	lines := bufio.NewScanner(events)
	lines.Buffer(nil, 16<<20) // a test may print a whole log
	for lines.Scan() {
		var e event
		if json.Unmarshal(lines.Bytes(), &e) != nil {
			_, _ = fmt.Fprintln(log, lines.Text())
			continue
		}
		key := e.Package + e.ImportPath + "\t" + e.Test
		switch e.Action {
		case "output", "build-output":
			_, _ = io.WriteString(log, e.Output)
			if printed[key] == nil {
				printed[key] = &strings.Builder{}
			}
			printed[key].WriteString(e.Output)
		case "fail", "build-fail":
			failed[key] = true
			if printed[key] != nil {
				told.complaint += printed[key].String()
			}
			fallthrough
		case "pass":
			if e.Test != "" && !strings.Contains(e.Test, "/") {
				told.tests = append(told.tests, timing{short(e.Package) + "." + e.Test, time.Duration(e.Elapsed * float64(time.Second))})
			}
			fallthrough
		case "skip":
			delete(printed, key)
		}
	}
	return told
}

// short is a package's path within the module.
func short(path string) string {
	_, within, _ := strings.Cut(path, "/openhpp/openhpp/")
	return within
}
