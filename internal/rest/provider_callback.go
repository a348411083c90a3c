package rest

import (
	"encoding/json"
	"errors"
	"io"
	"net/http"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/web"
)

// providerCallback is where a provider's server brings an authorization. Its
// secret is the only proof: such servers send no password.
const providerCallback = "/openhpp/v1/upstream/{upstream}/authorizations/{secret}"

// maxCallback bounds the body of a provider's call, in bytes.
const maxCallback = 4 << 10

func (s Server) mountProviderCallback(table *web.Table) {
	table.Add(web.Route{
		Method: http.MethodPost, Path: providerCallback, Access: web.AccessLink, Rate: web.RateNone, Origin: web.OriginOwn,
	}, http.HandlerFunc(s.receiveAuthorization))
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
