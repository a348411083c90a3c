// Package postalcode owns the postal codes of the markets: how people write
// them and their one normal form. It must not know forms or addresses.
package postalcode
