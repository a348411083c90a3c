// Package sdk owns a stand-in for the script by which shops let payers authorize
// at Klarna: the same calls under the same path, decided by the playground's test
// data, so that such shops and pages run offline. It must not know how sessions
// are stored, nor who calls.
package sdk
