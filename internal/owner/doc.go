// Package owner gives a new file to whom its folder belongs, when root makes
// it: a command run by root beside a service that has a user of its own must
// not leave files there that the service cannot open.
package owner
