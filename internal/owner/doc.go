// Package owner owns the choice of the user that a new file belongs to when
// root makes it: that of its folder. A command run by root beside a service
// with a user of its own must not leave files that the service cannot open. It
// must not know what is in a file.
package owner
