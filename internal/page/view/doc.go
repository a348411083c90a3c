// Package view owns what each of the payer's screens says: pure functions from
// a visit to plain structs, all words already in the payer's language. It must
// not know HTTP, templates or how a screen looks.
package view
