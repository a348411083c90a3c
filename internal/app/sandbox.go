package app

import (
	"net/http"
	"net/url"
	"time"

	"github.com/openhpp/openhpp/internal/egress"
	"github.com/openhpp/openhpp/internal/provider"
	"github.com/openhpp/openhpp/internal/sandbox"
	"github.com/openhpp/openhpp/internal/sandbox/catcher"
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
