package doctor

import (
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"syscall"
)

// FreeBytes is the room that is left for this user where a folder lies.
func FreeBytes(folder string) (uint64, error) {
	var stat syscall.Statfs_t
	if err := syscall.Statfs(folder, &stat); err != nil {
		return 0, err
	}
	return stat.Bavail * uint64(stat.Bsize), nil
}

// Processes are the numbers of those that have a file open, but for this one; those of other users
// are seen by root alone.
func Processes(file string) []int {
	wanted, err := os.Stat(file)
	if err != nil {
		return nil
	}
	links, err := filepath.Glob("/proc/[0-9]*/fd/*")
	if err != nil {
		return nil
	}
	var found []int
	for _, link := range links {
		number, err := strconv.Atoi(filepath.Base(filepath.Dir(filepath.Dir(link))))
		if err != nil || number == os.Getpid() || slices.Contains(found, number) {
			continue
		}
		if info, err := os.Stat(link); err == nil && os.SameFile(wanted, info) {
			found = append(found, number)
		}
	}
	return found
}
