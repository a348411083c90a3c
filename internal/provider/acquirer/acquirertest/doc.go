// Package acquirertest owns what every acquirer must do, as tests, and a double
// that loses answers, hesitates and declines when a test asks for it. It must
// not know any acquirer.
package acquirertest
