// Package chaos kills the real program in the middle of its work and checks
// from the outside that nothing acknowledged is lost and nothing is doubled.
package chaos
