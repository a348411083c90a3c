package app

import (
	"context"
	"net/http"
	"net/url"
	"time"

	"github.com/openhpp/openhpp/internal/egress"
	"github.com/openhpp/openhpp/internal/provider"
	"github.com/openhpp/openhpp/internal/sandbox"
	"github.com/openhpp/openhpp/internal/sandbox/catcher"
	sandboxtenant "github.com/openhpp/openhpp/internal/sandbox/tenant"
)

// sandbox is what tests do with a playground, beside the ordinary APIs.
func (a *App) sandbox(own *provider.Provider) sandbox.Server {
	return sandbox.Server{
		Actor: sandbox.Actor{
			Sessions: a.sessions, Provider: own, ProviderName: builtin, Deliveries: a.db.CallbackStates(), Stop: a.stopping,
		},
		Distributions: a.distributions, Messages: a.db.Inbox(), Tenants: a.tenants(), Verify: a.merchants.Verify,
	}
}

func (a *App) tenants() sandboxtenant.Service {
	return sandboxtenant.Service{Store: a.db.Tenants(), Merchants: a.merchants, Now: time.Now}
}

// tenantSweep is how often tenants are looked for whose end has come. Their
// credentials end at the moment itself.
const tenantSweep = 5 * time.Second

// sweepTenants removes tenants at their end, until ctx ends. In production there
// are none.
func (a *App) sweepTenants(ctx context.Context) {
	if a.config.Environment != Playground {
		return
	}
	tick := time.NewTicker(tenantSweep)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		if err := a.tenants().Sweep(ctx); err != nil && ctx.Err() == nil {
			a.log.Error("tenants are not removed", "error", err)
		}
	}
}

// newCatcher keeps the requests that tests have sent here; nil in production.
func (a *App) newCatcher(key []byte) *catcher.Server {
	if a.config.Environment != Playground {
		return nil
	}
	return catcher.New(catcher.Server{
		Store: a.db.Catcher(), Keys: catcher.Keys{Secret: key}, Secrets: a.merchants.WebhookSecrets, APIURL: a.config.APIURL,
		Now: time.Now, NewID: newID, Verify: a.merchants.Verify, Stop: a.stopping,
	})
}

// merchantServers sends what this server sends to addresses of merchants. What is
// for the catcher does not leave the process: behind a proxy or in a container the
// server's own address may lead nowhere from here, and the guard refuses it.
type merchantServers struct {
	egress.Sender
	guard   egress.Config
	catcher *catcher.Server // nil: there is none
}

// Do implements egress.Sender.
func (m merchantServers) Do(r *http.Request, timeout time.Duration) (*http.Response, error) {
	if m.catcher.Catches(r.URL) {
		return m.catcher.Receive(r, timeout)
	}
	return m.Sender.Do(r, timeout)
}

// CheckURL judges an address beyond its form.
func (m merchantServers) CheckURL(u *url.URL) error {
	if m.catcher.Catches(u) {
		return nil
	}
	return m.guard.CheckURL(u)
}
