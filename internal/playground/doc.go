// Package playground is the test acquirer: it moves no money and decides by
// the published test data, by what the payer types alone (docs/spec/provider.md
// E). It owns every piece of test data; nobody else knows any. It must not know
// sessions, orders or stores.
package playground
