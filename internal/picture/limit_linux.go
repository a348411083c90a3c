package picture

import (
	"fmt"
	"os"
	"syscall"
)

// limit has the kernel end this process when it takes more than its share.
// Of memory, what is writable counts: what the runtime has at the start, most
// of which it never touches, and childData beside it.
func limit() error {
	data, err := writable()
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
	return nil
}

// writable is how many bytes of memory this process may write to.
func writable() (uint64, error) {
	text, err := os.ReadFile("/proc/self/statm")
	if err != nil {
		return 0, fmt.Errorf("how much memory is in use: %w", err)
	}
	var size, resident, shared, code, library, data uint64 // pages
	if _, err := fmt.Sscan(string(text), &size, &resident, &shared, &code, &library, &data); err != nil {
		return 0, fmt.Errorf("how much memory is in use: %w", err)
	}
	return data * uint64(os.Getpagesize()), nil
}
