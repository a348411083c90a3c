// Package report owns what is made of measurements: ratios to the floors, what
// was to be reached and whether it was, and the document that says so. It
// measures nothing.
package report
