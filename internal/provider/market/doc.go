// Package market is the built-in provider's reference data: countries with
// their currency, languages and payment methods
// (docs/spec/provider.md H.1, H.4). It owns tables and questions about them and
// knows nothing of sessions, orders or HTTP.
package market
