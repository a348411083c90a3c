// Package birthday reads a date of birth as people of each country write it. It
// must not know forms or payers.
package birthday
