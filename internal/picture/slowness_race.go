//go:build race

package picture

// slowness: the race detector takes its time and its memory.
const slowness = 8
