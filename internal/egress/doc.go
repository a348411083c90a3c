// Package egress owns the only HTTP client for foreign addresses: which of
// them may be called, and how much time, memory and how many connections one
// call may cost. It must not know what is sent or why.
package egress
