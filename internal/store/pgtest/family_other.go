//go:build unix && !linux

package pgtest

import (
	"os/exec"
	"strconv"
	"strings"
	"syscall"
)

// family is a process with all that come from it, parents first; none for one
// that is gone.
func family(pid int) []int {
	if pid == 0 || !alive(pid) {
		return nil
	}
	all := []int{pid}
	for i := 0; i < len(all); i++ {
		text, _ := exec.Command("pgrep", "-P", strconv.Itoa(all[i])).Output() //nolint:noctx // it looks into a table
		for _, field := range strings.Fields(string(text)) {
			if child, err := strconv.Atoi(field); err == nil {
				all = append(all, child)
			}
		}
	}
	return all
}

// alive reports whether a process is there.
func alive(pid int) bool { return pid != 0 && syscall.Kill(pid, 0) == nil }

// title is what a process calls itself.
func title(pid int) string {
	text, _ := exec.Command("ps", "-o", "command=", "-p", strconv.Itoa(pid)).Output() //nolint:noctx // it looks into a table
	return string(text)
}

// worksIn is not known here: a pid file is believed.
func worksIn(pid int, _ string) bool { return pid != 0 }
