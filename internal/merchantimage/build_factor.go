//go:build !race

package merchantimage

// buildFactor is by how much this build is slower and larger than a usual one.
const buildFactor = 1
