// Package catcher owns requests that tests have sent to a playground instead of to
// a server of their own: it keeps them for their merchant, judges their
// signatures, and answers by a programme. It must not know sessions, who sends
// them, or SQL.
package catcher
