// Package retention removes what is past its time: it owns when that happens
// and how much of it at once, so that nobody waits for it. It knows kinds by
// name only: never what their rows hold, nor what belongs to them.
package retention
