// Package tenant owns merchants that live for a test: made by another merchant,
// gone with everything of theirs at their end or before, and the emptying of a
// merchant that stays. It must not know SQL, HTTP or what rows hold.
package tenant
