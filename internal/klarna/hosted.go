package klarna

import (
	"context"
	"errors"
	"net/http"
	"net/url"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/upstream"
)

const hostedPath = "/hpp/v1/sessions"

// hostedRequest makes a session of the upstream's own page. This server places
// the order, so that a repeat of it is this server's (docs/spec/upstream.md U2.9).
type hostedRequest struct {
	PaymentSessionURL string         `json:"payment_session_url"`
	MerchantURLs      hostedURLs     `json:"merchant_urls"`
	Options           *hostedOptions `json:"options,omitempty"`
}

type hostedURLs struct {
	Success      string `json:"success"`
	Back         string `json:"back"`
	Cancel       string `json:"cancel"`
	Failure      string `json:"failure"`
	Error        string `json:"error"`
	StatusUpdate string `json:"status_update,omitempty"`
}

type hostedOptions struct {
	PlaceOrderMode string `json:"place_order_mode"`
	Category       string `json:"payment_method_category,omitempty"`
}

// hostedAnswer is such a session as its merchant reads it.
type hostedAnswer struct {
	SessionID          string `json:"session_id"`
	RedirectURL        string `json:"redirect_url"`
	Status             string `json:"status"`
	AuthorizationToken string `json:"authorization_token"`
}

// hostedPage sends the payer to the upstream's own page for a payment session,
// whose path is given. The attempt's id is the key: a repeat is the same page.
func (c *Client) hostedPage(ctx context.Context, login upstream.Login, path string, req hpp.ActionRequest) (hpp.PayerAction, error) {
	request := hostedRequest{
		PaymentSessionURL: c.Upstream.BaseURL + path,
		MerchantURLs: hostedURLs{
			Success: returnTo(req, hpp.ReturnDone), Back: returnTo(req, hpp.ReturnBack), Cancel: returnTo(req, hpp.ReturnBack),
			Failure: returnTo(req, hpp.ReturnFailed), Error: returnTo(req, hpp.ReturnFailed), StatusUpdate: req.HintURL,
		},
	}
	if c.Upstream.Kind == upstream.Klarna {
		request.Options = &hostedOptions{PlaceOrderMode: string(hpp.PlaceNone), Category: string(req.Category)}
	}
	var made hostedAnswer
	err := c.do(ctx, login, call{name: "make a hosted page", method: http.MethodPost, path: hostedPath, key: req.Key, body: request, into: &made, found: true})
	if err != nil {
		return hpp.PayerAction{}, err
	}
	if made.SessionID == "" || !c.isPageOf(made.RedirectURL) {
		return hpp.PayerAction{}, &unknownError{text: "klarna: make a hosted page: the answer has no session_id, or leads to a host that is not the upstream's"}
	}
	return hpp.PayerAction{RedirectURL: made.RedirectURL, Remote: made.SessionID}, nil
}

func returnTo(req hpp.ActionRequest, result string) string {
	return req.ReturnURL + "?" + url.Values{"result": {result}}.Encode()
}

// isPageOf reports whether a payer may be sent to an address: one of the
// upstream's origins, or its API's.
func (c *Client) isPageOf(address string) bool {
	u, err := url.Parse(address)
	if err != nil || u.User != nil {
		return false
	}
	origin := u.Scheme + "://" + u.Host
	api, err := url.Parse(c.Upstream.BaseURL)
	return err == nil && (origin == api.Scheme+"://"+api.Host || c.mayLoad(u))
}

// hostedToken is the authorization of a session of the upstream's own page; empty
// while there is none, and once the page is gone.
func (c *Client) hostedToken(ctx context.Context, login upstream.Login, id string) (string, error) {
	var s hostedAnswer
	err := c.do(ctx, login, call{name: "read a hosted page", method: http.MethodGet, path: hostedPath + "/" + url.PathEscape(id), into: &s, found: true})
	if errors.Is(err, hpp.ErrNotFound) {
		return "", nil
	}
	return s.AuthorizationToken, err
}

// endHosted ends the upstream's own page once an authorization is known: nobody
// should begin another one there. One that cannot be ended ends by itself.
func (c *Client) endHosted(ctx context.Context, login upstream.Login, id string) {
	_ = c.do(ctx, login, call{name: "end a hosted page", method: http.MethodDelete, path: hostedPath + "/" + url.PathEscape(id)})
}
