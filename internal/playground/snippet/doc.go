// Package snippet owns a stand-in for the script that shows a Checkout order inside a
// shop's page: the same calls, events and frames as the published one
// (docs/spec/snippet.md), decided by the playground's test data, so that such shops
// and pages run offline. It must not know how orders are stored, nor who calls.
package snippet
