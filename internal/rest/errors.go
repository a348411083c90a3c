package rest

import (
	"errors"
	"net/http"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/merchantapi"
	"github.com/openhpp/openhpp/internal/web"
)

// refuse answers for an error, as every API does.
func refuse(w http.ResponseWriter, r *http.Request, err error) { merchantapi.Refuse(w, r, err) }

// refuseExtended is refuse for our own API: what cannot be done now is 409 there,
// since nothing is wrong with the request.
func refuseExtended(w http.ResponseWriter, r *http.Request, err error) {
	fault, ok := errors.AsType[*hpp.Error](err)
	if !ok || fault.Code != hpp.CodeNotAllowed {
		refuse(w, r, err)
		return
	}
	web.WriteError(w, r, http.StatusConflict, string(fault.Code), fault.Messages...)
}
