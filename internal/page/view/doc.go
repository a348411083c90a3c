// Package view owns what each screen says: pure functions from a page view to
// structs of texts, addresses and amounts, in the language of the payer. It must
// not know HTTP, templates or how a screen looks.
package view
