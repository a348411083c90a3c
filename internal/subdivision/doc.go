// Package subdivision knows the states, territories and provinces of the
// countries whose addresses name one. It must not know who asks.
package subdivision
