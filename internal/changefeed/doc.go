// Package changefeed owns the signal that a session was saved: at once for what
// this process saved, after the next poll for what another one did. It carries
// no content: a subscriber reads what it needs. It must not know what a page
// shows, or how a store keeps a session.
package changefeed
