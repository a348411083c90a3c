// Package screens looks at every screen of the payer's page in a real browser:
// what assistive technology makes of it, and whether it fits.
package screens
