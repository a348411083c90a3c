// Package merchantimage owns the logos and backgrounds of merchants: it fetches
// each once, re-encodes it in a child process with limits, and stores the result
// under a name that is the hash of its content. It must not know sessions, pages
// or how a store keeps rows.
package merchantimage
