// Package gateway owns how a text message is handed to an SMS gateway over
// HTTP: a description of any such gateway as data, the descriptions of two
// well-known ones, one request and what its answer means. It must not know why
// a message is sent or when it is tried again.
package gateway
