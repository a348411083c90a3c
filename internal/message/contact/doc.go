// Package contact owns which addresses and numbers a message may go to, and
// their one normal form. It must not know messages or who sends them.
package contact
