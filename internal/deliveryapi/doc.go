// Package deliveryapi owns the operations of the extension API on deliveries, as
// in api/openhpp.yaml: decode, one call, encode. It must not know how deliveries
// are kept and made.
package deliveryapi
