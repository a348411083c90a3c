// Package client is a small client of OpenHPP for shops written in Go: make a
// payment session, put a hosted payment page on it, read what became of it,
// place and capture the order, and check that a status callback is genuine.
// It speaks the merchant API alone, imports nothing but the standard library
// and knows nothing of the server's insides.
//
// Amounts are integers in minor units (12.50 kr is 1250), tax rates are percent
// times one hundred (25 % is 2500), and times are UTC.
package client
