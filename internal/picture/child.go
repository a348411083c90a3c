package picture

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"os/exec"
	"runtime"
	"runtime/debug"
	"strconv"
	"time"
)

// A file of a stranger's choosing is decoded in a process of its own, which
// the system ends when it has had its time and memory. The process is this
// program once more, told by its name to do nothing else.
const (
	childName = "openhpp-picture"

	// CPU seconds. The kernel ends a process shortly after, which is not to be
	// later than three seconds.
	childSeconds  = 2 * slowness
	childResident = 112 << 20 * slowness // bytes in use; the rest up to 128 MiB is for the moment until that is seen
	childData     = 94e6 * slowness      // bytes that may be asked for beside those at the start
	childHeap     = 60e6                 // bytes from which on the heap is cleared eagerly
	childLife     = 20 * time.Second
	maxMade       = 16 << 20 // bytes of an answer
)

// How a child ends. Any other end means that the file was too dear.
const (
	exitMade     = 0
	exitUnusable = 3
	exitFailed   = 4 // for a reason that is not the file's
	exitDear     = 5
)

// ErrUnusable means that nothing can be made of a file, now or later.
var ErrUnusable = errors.New("picture: not usable")

var errDear = fmt.Errorf("%w: it takes more than %d s of CPU time or %d MiB", ErrUnusable, childSeconds, childResident>>20)

func init() {
	if os.Args[0] == childName {
		os.Exit(work(os.Args, os.Stdin, os.Stdout, os.Stderr))
	}
}

// Child makes pictures, each in a child process.
type Child struct{ ended func(*os.ProcessState) }

// Remake makes a picture of our own from what a file shows. It ends with its
// context, and answers an ErrUnusable for a file that cannot be used or takes
// more than its share of time or memory. Any other error is worth another try.
func (c Child) Remake(ctx context.Context, use Use, file []byte) (Picture, error) {
	self, err := program()
	if err != nil {
		return Picture{}, fmt.Errorf("picture: find the program: %w", err)
	}
	life, cancel := context.WithTimeout(ctx, childLife)
	defer cancel()
	cmd := exec.CommandContext(life, self)
	cmd.Args = []string{childName, string(use), strconv.Itoa(len(file))}
	cmd.Env = []string{"GOTRACEBACK=none"}
	cmd.Stdin = bytes.NewReader(file)
	var made, words bounded
	cmd.Stdout, cmd.Stderr = &made, &words
	cmd.WaitDelay = time.Second
	err = cmd.Run()
	if c.ended != nil && cmd.ProcessState != nil {
		c.ended(cmd.ProcessState)
	}
	switch {
	case ctx.Err() != nil:
		return Picture{}, ctx.Err()
	case cmd.ProcessState == nil:
		return Picture{}, fmt.Errorf("picture: start a child: %w", err)
	}
	switch cmd.ProcessState.ExitCode() {
	case exitMade:
		var p Picture
		if err := json.Unmarshal(made.Bytes(), &p); err != nil {
			return Picture{}, fmt.Errorf("picture: read the child's answer: %w", err)
		}
		return p, nil
	case exitUnusable:
		return Picture{}, fmt.Errorf("%w: %s", ErrUnusable, words.Bytes())
	case exitFailed:
		return Picture{}, fmt.Errorf("picture: child: %s", words.Bytes())
	}
	return Picture{}, errDear
}

// program is this program. On Linux the kernel's own name for it holds even
// while a newer version is being put in its place.
func program() (string, error) {
	if runtime.GOOS == "linux" {
		return "/proc/self/exe", nil
	}
	return os.Executable()
}

// bounded keeps the first maxMade bytes that are written to it.
type bounded struct{ bytes.Buffer }

func (b *bounded) Write(p []byte) (int, error) {
	if room := maxMade - b.Len(); room > 0 {
		_, _ = b.Buffer.Write(p[:min(room, len(p))])
	}
	return len(p), nil
}

// work is what a child does: a file from in, a picture to out.
func work(args []string, in io.Reader, out, stderr io.Writer) int {
	fail := func(status int, err error) int {
		_, _ = io.WriteString(stderr, err.Error())
		return status
	}
	if len(args) != 3 {
		return fail(exitFailed, errors.New("use and size are missing"))
	}
	if err := limit(); err != nil {
		return fail(exitFailed, err)
	}
	debug.SetGCPercent(10)
	debug.SetMemoryLimit(childHeap)
	size, err := strconv.ParseInt(args[2], 10, 32)
	if err != nil || size > MaxBytes {
		return fail(exitFailed, errors.New("the size is wrong"))
	}
	file := make([]byte, size)
	if _, err := io.ReadFull(in, file); err != nil {
		return fail(exitFailed, err)
	}
	made, err := remake(Use(args[1]), file)
	if err != nil {
		return fail(exitUnusable, err)
	}
	debug.SetMemoryLimit(math.MaxInt64)
	if err := json.NewEncoder(out).Encode(made); err != nil {
		return fail(exitFailed, err)
	}
	return exitMade
}
