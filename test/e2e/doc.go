// Package e2e pays on the real page in a real browser against the real
// program, with scripts on and with scripts off.
package e2e
