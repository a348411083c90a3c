// Package groupcommit lets callers who wait for the same slow thing, such as a
// disk, share it: whoever comes while a batch is under way is in the next one.
// It owns who waits, who shares a batch and who may leave; it knows nothing of
// what is served.
package groupcommit
