// Package apicli owns what commands do and print that call a server's API from anywhere, as a
// merchant: sessions, orders, messages, what a playground is told to do. It speaks through package
// client alone, and must not know stores, settings of a server, or how flags are read.
package apicli
