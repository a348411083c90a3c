//go:build !linux

package doctor

import "errors"

// FreeBytes is not known here.
func FreeBytes(string) (uint64, error) { return 0, errors.New("this system does not tell") }

// Processes are not known here.
func Processes(string) []int { return nil }
