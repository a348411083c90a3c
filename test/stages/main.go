package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"sync"
	"time"
)

var (
	atOnce = flag.Int("at-once", runtime.NumCPU()+2, "how many stages run side by side; many of them wait more than they work")
	logs   = flag.String("logs", ".cache/test", "folder for what each stage printed")
	within = flag.String("scratch", memory, "folder in which tests write, apart from those that need a disk; one without room is not used")
	chosen = flag.String("stage", "", "run only stages whose names match")
)

func main() {
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1) //nolint:gocritic // nothing is left to be done
	}
}

func run(ctx context.Context) error {
	pattern, err := regexp.Compile(*chosen)
	if err != nil {
		return fmt.Errorf("-stage: %w", err)
	}
	plain, race, err := packages(ctx)
	if err != nil {
		return err
	}
	folder, err := os.MkdirTemp("", "openhpp-stages-")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(folder) }()
	program := filepath.Join(folder, "openhpp")
	if out, err := exec.CommandContext(ctx, "go", "build", "-o", program, "./cmd/openhpp").CombinedOutput(); err != nil {
		return fmt.Errorf("go build: %w\n%s", err, out)
	}
	if err := os.MkdirAll(*logs, 0o750); err != nil {
		return err
	}
	written, remove, err := scratch(*within)
	if err != nil {
		return err
	}
	defer remove()
	r := &runner{out: os.Stdout, program: program, scratch: written, began: time.Now(), browsers: &browsers{used: map[int]map[int]time.Duration{}}}
	go r.browsers.watch(ctx)
	r.all(ctx, pattern, sideBySide(plain, race), *atOnce)
	r.all(ctx, pattern, alone(), 1)
	return r.summary()
}

// runner runs stages and keeps what came of them.
type runner struct {
	out     io.Writer
	program string // the built program, for all stages
	scratch string // where stages write that need no disk
	began   time.Time

	browsers *browsers

	mu     sync.Mutex
	failed []string
	tests  []timing
	cpu    time.Duration
}

// all runs stages, so many at a time, and returns when the last has ended.
func (r *runner) all(ctx context.Context, which *regexp.Regexp, stages []stage, atOnce int) {
	free := make(chan struct{}, max(atOnce, 1))
	var running sync.WaitGroup
	for _, s := range stages {
		if !which.MatchString(s.name) {
			continue
		}
		free <- struct{}{} // in the order of the plan
		running.Go(func() {
			defer func() { <-free }()
			r.one(ctx, s)
		})
	}
	running.Wait()
}

// one runs a stage and prints its line.
func (r *runner) one(ctx context.Context, s stage) {
	began := time.Now()
	// What vet finds, "make verify" finds.
	cmd := exec.CommandContext(ctx, "go", append([]string{"test", "-json", "-vet=off", "-timeout=10m"}, s.args...)...)
	cmd.Env = append(os.Environ(), "OPENHPP_TEST_FULL=1", "OPENHPP_TEST_BINARY="+r.program)
	if !s.disk {
		cmd.Env = append(cmd.Env, "TMPDIR="+r.scratch)
	}
	cmd.Env = append(cmd.Env, s.env...)
	report, err := watch(cmd, filepath.Join(*logs, strings.ReplaceAll(s.name, " ", "-")+".log"))
	inBrowsers := r.browsers.of(cmd.Process.Pid)
	cpu := cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime() + inBrowsers
	r.mu.Lock()
	defer r.mu.Unlock()
	r.cpu += cpu
	r.tests = append(r.tests, report.tests...)
	word := "ok  "
	if err != nil {
		word = "FAIL"
		r.failed = append(r.failed, s.name)
		_, _ = fmt.Fprint(r.out, report.complaint)
	}
	browsers := ""
	if inBrowsers > 0 {
		browsers = fmt.Sprintf(", %.0f s of them in browsers", inBrowsers.Seconds())
	}
	_, _ = fmt.Fprintf(r.out, "%s  %-58s %4.0f s, %4.0f s of processors%s\n", word, s.name, time.Since(began).Seconds(), cpu.Seconds(), browsers)
}

// summary prints what took long and answers what failed.
func (r *runner) summary() error {
	slow := judge(r.tests)
	_, _ = fmt.Fprint(r.out, slow.text)
	_, _ = fmt.Fprintf(r.out, "%d tests in %.0f s, %.0f s of processors\n", len(r.tests), time.Since(r.began).Seconds(), r.cpu.Seconds())
	var errs []error
	if len(r.failed) > 0 {
		errs = append(errs, fmt.Errorf("failed: %s; what they printed is in %s", strings.Join(r.failed, ", "), *logs))
	}
	return errors.Join(append(errs, slow.err)...)
}
