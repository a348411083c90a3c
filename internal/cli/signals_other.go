//go:build !unix

package cli

import (
	"os"
	"syscall"
)

// passedOn are the signals that a command gets as if they had been sent to it.
var passedOn = []os.Signal{os.Interrupt, syscall.SIGTERM}

// endedBy is the signal that ended a process: here none does.
func endedBy(*os.ProcessState) (number int, ok bool) { return 0, false }
