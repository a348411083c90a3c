// Package groupcommit owns which callers share a batch of something slow, such
// as a commit to a disk: whoever comes while a batch is under way is in the
// next one. It must not know what a batch does.
package groupcommit
