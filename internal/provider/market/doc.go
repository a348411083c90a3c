// Package market owns the built-in provider's reference data: countries with
// their currency, languages and payment methods (docs/spec/provider.md H.1,
// H.4). It must not know sessions, orders or HTTP.
package market
