//go:build race

package merchantimage

// buildFactor: the race detector makes a build slower and larger.
const buildFactor = 8
