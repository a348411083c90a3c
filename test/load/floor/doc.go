// Package floor owns what the least would cost that could be called the same
// work: an HTTP handler without a thought, a row inserted without a rule. It
// knows nothing of the program measured.
package floor
