// Package providertest owns what every payment provider must do, as tests. It
// must not know any provider.
package providertest
