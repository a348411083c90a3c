// Package talk owns HTTP/1.1 over one connection that stays open, as cheap as
// it goes, so that a load generator beside the server leaves it the machine. It
// knows no address, no body and no rule of the program, and sends only to
// servers that a measurement started itself.
package talk
