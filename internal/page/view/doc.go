// Package view owns what each screen says: pure functions from a visit to plain
// structs, all words already in the language of whoever reads them. It must
// not know HTTP, templates or how a screen looks.
package view
