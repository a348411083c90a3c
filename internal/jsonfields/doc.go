// Package jsonfields owns how JSON is read that a merchant sent: one strict parser,
// and two ways to its members. Decode fills the generated types of an API, whose
// forms stand in api/*.yaml; Object reads members one by one where rules say more
// than types can. Both name every faulty member at once. It must not know what
// members mean, nor in which words an API tells of a fault.
package jsonfields
