// Package rest owns the merchant's HTTP surface of the HPP API and of our
// extensions to it: it decodes a request, makes one call to the core and
// encodes the answer. It knows no rule of a session and no store; bodies,
// envelopes and authentication come from web.
package rest
