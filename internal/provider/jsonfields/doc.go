// Package jsonfields reads the members of a JSON object as a merchant sent it and
// names the faulty ones. It owns forms and lengths; it knows neither what the
// members mean nor how a fault is told.
package jsonfields
