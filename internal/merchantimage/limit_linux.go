package merchantimage

import (
	"fmt"
	"os"
	"runtime"
	"syscall"
	"time"
)

// limit has the kernel end this process when it takes more than its share of
// time, or asks for far more memory than it has at its start. What it really
// uses is watched: the kernel counts what a program may write to, and much of
// that is never touched.
func limit() error {
	statm, err := os.Open("/proc/self/statm")
	if err != nil {
		return fmt.Errorf("how much memory is in use: %w", err)
	}
	_, data, err := memory(statm)
	if err != nil {
		return err
	}
	for resource, most := range map[int]uint64{
		syscall.RLIMIT_CPU: childSeconds, syscall.RLIMIT_DATA: data + childData, syscall.RLIMIT_CORE: 0,
	} {
		if err := syscall.Setrlimit(resource, &syscall.Rlimit{Cur: most, Max: most}); err != nil {
			return fmt.Errorf("limit %d: %w", resource, err)
		}
	}
	runtime.GOMAXPROCS(max(2, runtime.GOMAXPROCS(0))) // the watch must not wait for the work
	go watch(statm)
	return nil
}

// watch ends this process when more memory is in use than childResident.
func watch(statm *os.File) {
	for range time.Tick(time.Millisecond) {
		if resident, _, err := memory(statm); err != nil || resident > childResident {
			os.Exit(exitOverLimit)
		}
	}
}

// memory is how many bytes are in use, and how many this process may write to.
func memory(statm *os.File) (resident, data uint64, err error) {
	text := make([]byte, 128)
	n, err := statm.ReadAt(text, 0)
	var size, shared, code, library uint64 // pages, as the others
	if _, failed := fmt.Sscan(string(text[:n]), &size, &resident, &shared, &code, &library, &data); failed != nil {
		return 0, 0, fmt.Errorf("how much memory is in use: %w (%w)", failed, err)
	}
	page := uint64(os.Getpagesize())
	return resident * page, data * page, nil
}
