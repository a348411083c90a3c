// Package delivery owns what became of the events that merchants are called
// about: deliveries, each one event to one endpoint, and their tries. It must not
// know how a callback is made, sent or signed, nor how a store keeps it.
package delivery
