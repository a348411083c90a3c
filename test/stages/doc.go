// Command stages runs all tests of the repository, as `make test` does: stages
// that do not disturb each other side by side, those that measure time alone at
// the end. It prints one line for each stage, everything that failed, and the
// tests that took long.
package main
