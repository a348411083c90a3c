// Package harness runs the built program as an operator would, for tests that
// want the real thing: its process, its files, its sockets. It knows the
// program from the outside only: command line, HTTP, signals, and the
// form of a journal.
package harness
