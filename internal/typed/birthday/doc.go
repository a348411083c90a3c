// Package birthday owns how a date of birth is read as people of each country
// write it. It must not know forms or payers.
package birthday
