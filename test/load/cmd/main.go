// Command cmd measures the real program beside its floors and writes
// docs/benchmarks.md. This package owns the order of a run; the parts it is
// made of know nothing of each other.
package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"path/filepath"
	"regexp"
	"syscall"
	"time"

	"github.com/openhpp/openhpp/test/harness"
	"github.com/openhpp/openhpp/test/load/floor"
	"github.com/openhpp/openhpp/test/load/report"
)

// options are the flags.
type options struct {
	span     time.Duration
	warm     time.Duration
	out      string
	postgres bool
	growth   int
	rounds   int
	profiles string
	pool     int
	queue    int
	log      string
	works    *regexp.Regexp
}

func flags(args []string, errs io.Writer) (options, error) {
	var o options
	set := flag.NewFlagSet("bench", flag.ContinueOnError)
	set.SetOutput(errs)
	set.DurationVar(&o.span, "for", 5*time.Second, "how long each number is measured")
	set.DurationVar(&o.warm, "warm", 500*time.Millisecond, "how long each runs before it counts")
	set.IntVar(&o.rounds, "rounds", 5, "how often floor and work take turns for each number")
	set.StringVar(&o.out, "out", "", "write the document to this `file`")
	set.BoolVar(&o.postgres, "postgres", false, "measure PostgreSQL too, in a throw-away server")
	set.IntVar(&o.growth, "growth", 0, "compare with so many sessions in the database; 0 does not")
	set.StringVar(&o.profiles, "profile", "", "collect CPU profiles of the server in this `folder`")
	set.IntVar(&o.pool, "payments", 20_000, "payment sessions made beforehand")
	set.IntVar(&o.queue, "callbacks", 10_000, "callbacks that are queued and drained")
	works := set.String("works", "", "measure only the works whose name this `expression` matches")
	set.StringVar(&o.log, "log", os.DevNull, "keep the servers' log in this `file`")
	if err := set.Parse(args); err != nil {
		return o, err
	}
	var err error
	if o.works, err = regexp.Compile(*works); err != nil {
		return o, err
	}
	if o.span <= 0 || o.rounds < 1 || o.pool < 1 || o.queue < 1 || o.growth < 0 || set.NArg() > 0 {
		set.Usage()
		return o, fmt.Errorf("-for, -rounds, -payments and -callbacks must be more than 0, -growth not less, and nothing may follow")
	}
	return o, nil
}

func main() {
	if len(os.Args) > 1 && os.Args[1] == floor.Argument {
		if err := floor.Serve(os.Stdin, os.Stdout); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		return
	}
	o, err := flags(os.Args[1:], os.Stderr)
	if err != nil {
		os.Exit(2)
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if !onStage(ctx, os.Stderr, func(s *stage) { run(s, o, os.Stdout) }) {
		stop()
		os.Exit(1)
	}
}

// run measures every engine and writes the document.
func run(s *stage, o options, out io.Writer) {
	s.must(os.Setenv("CGO_ENABLED", "0")) // as make build
	harness.BuildFlags = []string{"-trimpath", "-ldflags=-s -w"}
	s.Cleanup(harness.RemoveBinary)
	log, err := os.OpenFile(o.log, os.O_CREATE|os.O_WRONLY|os.O_TRUNC, 0o600)
	s.must(err)
	s.Cleanup(func() { _ = log.Close() })
	harness.LogTo = log
	if o.profiles != "" {
		s.must(os.MkdirAll(o.profiles, 0o750))
	}
	built, err := os.Stat(harness.Binary(s))
	s.must(err)
	d := report.Document{
		Machine: report.ThisMachine(), On: time.Now(), Span: o.span, Rounds: o.rounds, Binary: built.Size(),
		Pool: o.pool, Queue: o.queue, Profile: o.profiles != "",
	}
	printf(out, "%s; program %s\n", d.Machine, report.Bytes(d.Binary))
	for _, start := range engines(o) {
		d.Engines = append(d.Engines, measureEngine(s, o, out, start))
	}
	for _, e := range d.Engines {
		printf(out, "\n%s\n\n%s", e.Name, e.Reached())
	}
	if o.out != "" {
		s.must(writeTo(o.out, d))
		printf(out, "\nwritten to %s\n", filepath.Clean(o.out))
	}
}

func writeTo(name string, d report.Document) error {
	file, err := os.OpenFile(name, os.O_CREATE|os.O_WRONLY|os.O_TRUNC, 0o644) //nolint:gosec // everybody reads it
	if err != nil {
		return err
	}
	if err := d.Write(file); err != nil {
		_ = file.Close()
		return err
	}
	return file.Close()
}

func printf(out io.Writer, format string, args ...any) { _, _ = fmt.Fprintf(out, format, args...) }
