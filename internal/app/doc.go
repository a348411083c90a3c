// Package app is the composition root: it turns a configuration into a
// running server and stops it in order. It alone may import every room, and it
// holds no rule of its own.
package app
