//go:build unix && !linux

package pgtest

import (
	"os/exec"
	"syscall"
)

// as makes a command run as who.
func (who account) as(cmd *exec.Cmd) *exec.Cmd { return who.asUntil(cmd, 0) }

// asUntil is as; here nothing is sent when the tests end.
func (who account) asUntil(cmd *exec.Cmd, _ syscall.Signal) *exec.Cmd {
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	if who.change {
		cmd.SysProcAttr.Credential = &syscall.Credential{Uid: who.uid, Gid: who.gid}
	}
	return cmd
}

// memory is a folder in memory, where there is one.
func memory() string { return "" }
