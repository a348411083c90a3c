// Package changefeed tells whoever waits for a session that it was saved: at
// once what this process saved, after the next poll what another one did. It
// carries no content: who is told reads what it needs. It must not know what a
// page shows, nor how a store keeps a session.
package changefeed
