package app

import (
	"context"
	"net/http"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/playground/sdk"
	"github.com/openhpp/openhpp/internal/provider"
	"github.com/openhpp/openhpp/internal/web"
)

// mountSDK serves the stand-in for the provider's browser script, for shops and
// pages under test.
func (a *App) mountSDK(api, pages *web.Table, own *provider.Provider) {
	if a.config.Environment != Playground {
		return
	}
	server := sdk.Server{
		Payments: own, PublicURL: a.config.PublicURL, Selling: a.merchants.Selling,
		Session: func(ctx context.Context, clientToken string) (hpp.MerchantID, hpp.PaymentRef, error) {
			merchant, id, err := own.Payments.OpenClientToken(ctx, clientToken)
			return merchant, hpp.PaymentRef{Provider: builtin, Kind: hpp.KindPayments, ID: id}, err
		},
	}
	pages.AddPublic(sdk.ScriptPath, server.ServeScript)
	pages.AddPublic(sdk.PopupPath, server.ServeScript)
	api.AddPublic(sdk.FramePath, server.ServeFrame)
	api.Add(web.Route{
		Method: http.MethodPost, Path: sdk.CallPath, Access: web.AccessLink, Rate: web.RateNone, Origin: web.OriginOwn,
	}, http.HandlerFunc(server.ServeCall))
}
