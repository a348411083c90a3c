package app

import (
	"github.com/openhpp/openhpp/internal/provider"
	"github.com/openhpp/openhpp/internal/sandbox"
)

// sandbox is what tests do with a playground, beside the ordinary APIs.
func (a *App) sandbox(own *provider.Provider) sandbox.Server {
	return sandbox.Server{
		Actor: sandbox.Actor{
			Sessions: a.sessions, Provider: own, ProviderName: builtin, Deliveries: a.db.CallbackStates(), Stop: a.stopping,
		},
		Distributions: a.distributions, Messages: a.db.Inbox(), Verify: a.merchants.Verify,
	}
}
