// Package sealed owns the encryption of what the server must be able to read
// again: AES-256-GCM under a key for one purpose. It must not know what is
// sealed or where it is kept.
package sealed
