// Package rest owns the merchant's HTTP surface of the HPP API and of its
// extensions: it decodes a request, makes one call to the core and encodes the
// answer. Bodies, envelopes and authentication come from web. It must not know
// a rule of a session or a store.
package rest
