//go:build unix

package doctor

import (
	"fmt"
	"os"
	"syscall"
)

// hasModes says that files have rights of others.
const hasModes = true

// otherOwner says that a file belongs to another than the first does; empty where it does not, or
// where one is not there.
func otherOwner(first, second string) string {
	a, b := owner(first), owner(second)
	if a < 0 || b < 0 || a == b {
		return ""
	}
	return fmt.Sprintf("%s belongs to user %d, %s to user %d", first, a, second, b)
}

func owner(file string) int {
	info, err := os.Stat(file)
	if err != nil {
		return -1
	}
	if stat, ok := info.Sys().(*syscall.Stat_t); ok {
		return int(stat.Uid)
	}
	return -1
}
