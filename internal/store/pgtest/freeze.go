package pgtest

import (
	"errors"
	"syscall"
	"testing"
)

// Freeze stops all processes of the server where they are: connections stay
// and nothing answers, as when its machine or the way to it is gone. What it
// returns lets them go on; the test's end does so too.
func (s *Server) Freeze(tb testing.TB) (thaw func()) {
	tb.Helper()
	pids := family(s.process.Process.Pid)
	signal := func(how syscall.Signal) {
		for _, pid := range pids {
			if err := syscall.Kill(pid, how); err != nil && !errors.Is(err, syscall.ESRCH) {
				tb.Errorf("pgtest: %s to %d: %v", how, pid, err)
			}
		}
	}
	signal(syscall.SIGSTOP)
	thaw = func() { signal(syscall.SIGCONT) }
	tb.Cleanup(thaw)
	return thaw
}
