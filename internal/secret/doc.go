// Package secret owns where the server's own secret comes from. It must not
// know what is made with it.
package secret
