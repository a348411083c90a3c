// Package fscksource owns what fsck reads: statements that are the same in
// every engine, which brings a snapshot, and what a row means. It changes
// nothing and must not know rules.
package fscksource
