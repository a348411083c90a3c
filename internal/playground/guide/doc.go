// Package guide owns the page that explains the test data to people, and the
// same as Markdown. The tables come from the values that verdicts are made of;
// it must not know how a verdict is made.
package guide
