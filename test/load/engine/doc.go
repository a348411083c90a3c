// Package engine owns the databases that a measurement compares: how to start
// one, how to tell the program of it, how to fill it, and what a row for each
// commit costs it. It knows the schema from the outside and nothing of HTTP.
package engine
