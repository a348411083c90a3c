// Package acquirertest is what every acquirer must do, as tests, and a double
// that loses answers, hesitates and declines when a test asks for it. It knows
// the port only.
package acquirertest
