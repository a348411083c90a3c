// Package jsonfields owns how members of a JSON object are read and how their
// faults are named: types, forms and lengths. It must not know what members
// mean or how a fault is answered.
package jsonfields
