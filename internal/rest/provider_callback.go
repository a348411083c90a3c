package rest

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"net/http"
	"strconv"
	"time"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/web"
)

// providerCallback is where a provider's server brings an authorization. Its
// secret is the only proof: such servers send no password.
const providerCallback = "/openhpp/v1/upstream/{upstream}/authorizations/{secret}"

// A network may bring so many authorizations in a minute: a provider's servers
// stand in few, and each purchase is brought at most three times
// (docs/spec/upstream.md U2.6). What is refused is found by a read.
const (
	maxBrought  = 600
	broughtSpan = time.Minute
)

// maxCallback bounds the body of a provider's call, in bytes.
const maxCallback = 4 << 10

func (s Server) mountProviderCallback(table *web.Table) {
	table.Add(web.Route{
		Method: http.MethodPost, Path: providerCallback, Access: web.AccessLink, Rate: web.RateNone, Origin: web.OriginOwn,
	}, limitBrought(s.receiveAuthorization))
}

// limitBrought lets a network's calls through while it has not brought too many.
// Secrets that are wrong cost it as much as right ones.
func limitBrought(next http.HandlerFunc) http.HandlerFunc {
	brought := web.NewNetworkShare(maxBrought, broughtSpan)
	return func(w http.ResponseWriter, r *http.Request) {
		wait := brought.Take(r)
		if wait == 0 {
			next(w, r)
			return
		}
		w.Header().Set("Retry-After", strconv.Itoa(int(math.Ceil(wait.Seconds()))))
		web.WriteError(w, r, http.StatusTooManyRequests, string(hpp.CodeTooMany), fmt.Sprintf("Too many requests: at most %d authorizations in a minute from one network", maxBrought))
	}
}

// receiveAuthorization stores what a provider brings before it answers. Whatever
// cannot be used is answered alike: providers try again for what is no 2xx, and
// nobody learns which secrets are right.
func (s Server) receiveAuthorization(w http.ResponseWriter, r *http.Request) {
	if r.Header.Get("Origin") != "" || r.Header.Get("Sec-Fetch-Site") != "" {
		web.WriteError(w, r, http.StatusForbidden, string(hpp.CodeNotAllowed), "This address is called by providers' servers, and by no browser")
		return
	}
	var body struct {
		Token   string `json:"authorization_token"`
		Session string `json:"session_id"`
	}
	text, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxCallback))
	if err != nil || json.Unmarshal(text, &body) != nil {
		w.WriteHeader(http.StatusNoContent)
		return
	}
	err = s.Callbacks.Authorized(r.Context(), r.PathValue("upstream"), r.PathValue("secret"), body.Session, body.Token)
	if _, refused := errors.AsType[*hpp.Error](err); err != nil && !refused {
		refuse(w, r, err)
		return
	}
	w.WriteHeader(http.StatusNoContent)
}
