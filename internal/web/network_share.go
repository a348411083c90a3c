package web

import (
	"net/http"
	"time"
)

// sharingNetworks are remembered at once.
const sharingNetworks = 10_000

// NetworkShare bounds how often one client network may call a route that asks for
// no password: wrong secrets cost it as much as right ones.
type NetworkShare struct{ window *Window[string] }

// NewNetworkShare makes a share of most calls in any span.
func NewNetworkShare(most int, span time.Duration) NetworkShare {
	return NetworkShare{NewWindow[string](most, span, sharingNetworks)}
}

// Take counts a call and answers how long its network has to wait, 0 when it may
// go on.
func (s NetworkShare) Take(r *http.Request) time.Duration {
	_, wait := s.window.Take(ClientNetwork(r), time.Now())
	return wait
}
