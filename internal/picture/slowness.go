//go:build !race

package picture

// slowness is by how much this build is slower and larger than a usual one.
const slowness = 1
