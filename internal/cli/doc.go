// Package cli owns what the program's commands do and print: merchants, profiles,
// callbacks, copies, checks. It asks internal/app for what is wired, and must not
// know flags or environment variables.
package cli
