// Package postalcode knows the postal codes of the markets: how their people
// write them and the one form that they have. It must not know forms or
// addresses.
package postalcode
