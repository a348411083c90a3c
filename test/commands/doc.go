// Package commands runs the program's commands as a shell does, beside real servers: what they
// print, how they end, and what they leave.
package commands
