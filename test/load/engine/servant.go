package engine

import (
	"os"
	"os/user"
	"strconv"
	"syscall"
)

// servant is who runs a server that refuses root: the user postgres, or
// nobody; nil where this process is not root.
func servant() *syscall.Credential {
	if os.Geteuid() != 0 {
		return nil
	}
	for _, name := range []string{"postgres", "nobody"} {
		found, err := user.Lookup(name)
		if err != nil {
			continue
		}
		uid, err := strconv.ParseUint(found.Uid, 10, 32)
		gid, bad := strconv.ParseUint(found.Gid, 10, 32)
		if err == nil && bad == nil {
			return &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}
		}
	}
	return nil
}

// giveAway makes dir the servant's.
func giveAway(dir string) error {
	if who := servant(); who != nil {
		return os.Chown(dir, int(who.Uid), int(who.Gid))
	}
	return nil
}
