// Package shop is the demonstration's shop: one lamp, sold in four countries,
// paid on a hosted payment page. It is a customer of the server and shows how
// to be one: it knows the merchant API through the public client package and
// status callbacks over HTTP, and nothing of the server's insides. What it
// remembers lies in memory and is lost with the process.
package shop
