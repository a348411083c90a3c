package merchantimage

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

// A merchant's file is not trusted: it is decoded in a process of its own,
// which the system ends at its limits of time and memory. The process is this
// program once more; the name in its first argument makes it a child.
const (
	childName = "openhpp-picture"

	// CPU seconds. The kernel ends a process a little later; three seconds are
	// the most that may take.
	childSeconds  = 2 * buildFactor
	childResident = 112 << 20 * buildFactor // bytes in use; the rest up to 128 MiB is for the moment until that is seen
	childData     = 94e6 * buildFactor      // bytes that may be asked for beside those at the start
	childHeap     = 60e6                    // bytes from which on the heap is cleared eagerly
	childLife     = 20 * time.Second
	maxMade       = 16 << 20 // bytes of an answer
)

// How a child ends. Any other end means that the file took more than its limits.
const (
	exitMade      = 0
	exitUnusable  = 3
	exitFailed    = 4 // for a reason that is not the file's
	exitOverLimit = 5
)

// ErrUnusable means that nothing can be made of a file, now or later.
var ErrUnusable = errors.New("merchant image: not usable")

var errOverLimit = fmt.Errorf("%w: it takes more than %d s of CPU time or %d MiB", ErrUnusable, childSeconds, childResident>>20)

func init() {
	if os.Args[0] == childName {
		os.Exit(runChild(os.Args, os.Stdin, os.Stdout, os.Stderr))
	}
}

// Child makes images, each in a child process.
type Child struct{ ended func(*os.ProcessState) }

// Reencode re-encodes an image from what a file shows. It ends with its
// context, and answers an ErrUnusable for a file that cannot be used or takes
// more than its share of time or memory. Any other error is worth another try.
func (c Child) Reencode(ctx context.Context, use Use, file []byte) (Image, error) {
	self, err := executable()
	if err != nil {
		return Image{}, fmt.Errorf("merchant image: find the program: %w", err)
	}
	life, cancel := context.WithTimeout(ctx, childLife)
	defer cancel()
	cmd := exec.CommandContext(life, self)
	cmd.Args = []string{childName, string(use), strconv.Itoa(len(file))}
	cmd.Env = []string{"GOTRACEBACK=none"}
	cmd.Stdin = bytes.NewReader(file)
	var made, message limitedBuffer
	cmd.Stdout, cmd.Stderr = &made, &message
	cmd.WaitDelay = time.Second
	err = cmd.Run()
	if c.ended != nil && cmd.ProcessState != nil {
		c.ended(cmd.ProcessState)
	}
	switch {
	case ctx.Err() != nil:
		return Image{}, ctx.Err()
	case cmd.ProcessState == nil:
		return Image{}, fmt.Errorf("merchant image: start a child: %w", err)
	}
	switch cmd.ProcessState.ExitCode() {
	case exitMade:
		var p Image
		if err := json.Unmarshal(made.Bytes(), &p); err != nil {
			return Image{}, fmt.Errorf("merchant image: read the child's answer: %w", err)
		}
		return p, nil
	case exitUnusable:
		return Image{}, fmt.Errorf("%w: %s", ErrUnusable, message.Bytes())
	case exitFailed:
		return Image{}, fmt.Errorf("merchant image: child: %s", message.Bytes())
	}
	return Image{}, errOverLimit
}

// executable is the path of this program. On Linux the kernel's own name for it holds even
// while a newer version is being put in its place.
func executable() (string, error) {
	if runtime.GOOS == "linux" {
		return "/proc/self/exe", nil
	}
	return os.Executable()
}

// limitedBuffer keeps the first maxMade bytes that are written to it.
type limitedBuffer struct{ bytes.Buffer }

func (b *limitedBuffer) Write(p []byte) (int, error) {
	if room := maxMade - b.Len(); room > 0 {
		_, _ = b.Buffer.Write(p[:min(room, len(p))])
	}
	return len(p), nil
}

// runChild is what a child does: it reads a file from in and writes an image to out.
func runChild(args []string, in io.Reader, out, stderr io.Writer) int {
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
	made, err := reencode(Use(args[1]), file)
	if err != nil {
		return fail(exitUnusable, err)
	}
	debug.SetMemoryLimit(math.MaxInt64)
	if err := json.NewEncoder(out).Encode(made); err != nil {
		return fail(exitFailed, err)
	}
	return exitMade
}
