package app

import (
	"strings"

	"github.com/openhpp/openhpp/internal/hpp"
)

// builtin is the built-in provider's name in stored references.
const builtin = "builtin"

// providers finds providers for the core: by host when a session is made, by
// stored name ever after.
type providers struct {
	hosts []string // of the built-in provider
	byOwn hpp.Provider
}

func (p providers) ByHost(host string) (string, hpp.Provider, bool) {
	for _, own := range p.hosts {
		if strings.EqualFold(own, host) {
			return builtin, p.byOwn, true
		}
	}
	return "", nil, false
}

func (p providers) ByName(name string) (hpp.Provider, bool) {
	return p.byOwn, name == builtin && p.byOwn != nil
}

func (p providers) Hosts() []string { return p.hosts }

// reportProvider tells the operator who takes payments. A server that can take
// none is ready all the same, and says so until it can.
func (a *App) reportProvider(there bool) {
	a.health.provider = "the built-in one"
	if a.config.Environment == Playground {
		a.health.provider += ", for test money"
	}
	if !there {
		a.health.provider = "none is configured: no payment can be taken"
		a.log.Warn("no provider is configured: no payment can be taken", "environment", string(a.config.Environment))
	}
}
