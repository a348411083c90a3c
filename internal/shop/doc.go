// Package shop owns the demonstration's shop: one lamp, sold in four countries,
// paid on a hosted payment page. It shows how a merchant uses the server: through
// the public client package and status callbacks. It keeps purchases in memory
// and loses them with the process. It must not know anything else of the server.
package shop
