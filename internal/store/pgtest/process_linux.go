package pgtest

import (
	"os/exec"
	"syscall"
)

// as makes a command run as who, and end with the tests even when they are
// killed.
func (who account) as(cmd *exec.Cmd) *exec.Cmd { return who.asUntil(cmd, syscall.SIGQUIT) }

// asUntil is as with the signal that the tests' end sends.
func (who account) asUntil(cmd *exec.Cmd, end syscall.Signal) *exec.Cmd {
	cmd.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: end, Setpgid: true}
	if who.change {
		cmd.SysProcAttr.Credential = &syscall.Credential{Uid: who.uid, Gid: who.gid}
	}
	return cmd
}

// enough is the room that servers in memory may take, in bytes.
const enough = 2 << 30

// memory is a folder in memory, where a database is copied ten times as fast
// as on a disk; or nothing, where there is little of it.
func memory() string {
	const folder = "/dev/shm"
	var s syscall.Statfs_t
	if err := syscall.Statfs(folder, &s); err != nil || s.Bavail*uint64(s.Bsize) < enough {
		return ""
	}
	return folder
}
