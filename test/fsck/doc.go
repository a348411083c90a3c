// Package fsck plants every kind of fault that "openhpp fsck" judges into the
// database of a real server, or into what its callers wrote down, and sees the
// program find it, and nothing else.
package fsck
