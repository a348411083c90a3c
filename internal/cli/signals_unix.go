//go:build unix

package cli

import (
	"os"
	"syscall"
)

// passedOn are the signals that a command gets as if they had been sent to it.
var passedOn = []os.Signal{os.Interrupt, syscall.SIGTERM, syscall.SIGHUP, syscall.SIGQUIT, syscall.SIGUSR1, syscall.SIGUSR2}

// endedBy is the signal that ended a process, if one did.
func endedBy(state *os.ProcessState) (number int, ok bool) {
	status, ok := state.Sys().(syscall.WaitStatus)
	if !ok || !status.Signaled() {
		return 0, false
	}
	return int(status.Signal()), true
}
