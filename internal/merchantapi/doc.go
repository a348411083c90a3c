// Package merchantapi owns what every API for merchants' servers has in common:
// the form of its routes, who gets through to them, how a list is asked for, and
// which of them a merchant may not call that sells nothing. It must not know what
// an operation does.
package merchantapi
