// Package fscksource reads what fsck judges. The statements are the same in every
// engine, which brings a snapshot to ask; the package owns them and what a row
// means. It knows no rule and changes nothing.
package fscksource
