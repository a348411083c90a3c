package main

import "syscall"

// free is how many bytes a folder has room for: none when it is not there, and
// no more than the machine's memory, which a folder in memory may promise twice.
func free(folder string) uint64 {
	var disk syscall.Statfs_t
	var machine syscall.Sysinfo_t
	if syscall.Statfs(folder, &disk) != nil || syscall.Sysinfo(&machine) != nil || disk.Bsize < 0 {
		return 0
	}
	total := uint64(machine.Totalram) * uint64(machine.Unit) //nolint:unconvert // it has 32 bits on some machines
	return min(disk.Bavail*uint64(disk.Bsize), total/2)
}
