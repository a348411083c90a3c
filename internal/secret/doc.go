// Package secret owns where the server's own secret comes from. It knows
// nothing of what is made with it.
package secret
