// Package contract talks to the running program in raw HTTP, as merchants'
// clients, payers' browsers and strangers do, and holds every answer against
// the published contract and the house's own promises.
package contract
