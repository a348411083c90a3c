// Package guide tells people what the built-in provider's test data does: a
// page for browsers and the same as Markdown. It owns words and tables; the
// facts are those that payer and market decide by.
package guide
