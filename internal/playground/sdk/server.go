package sdk

import (
	"context"
	"crypto/rand"
	_ "embed"
	"encoding/json"
	"io"
	"mime"
	"net/http"
	"net/url"
	"strings"

	"github.com/openhpp/openhpp/internal/csp"
	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/playground"
)

// The addresses. The script's path is the published one: only the host differs.
const (
	ScriptPath = "/kp/lib/v1/api.js"
	// PopupPath is the same script, which opens a window instead of a frame.
	PopupPath = "/kp/lib/v1/popup/api.js"
	FramePath = "/playground/sdk/frame"
	CallPath  = "/playground/sdk/v1/{call}"
)

// Server answers the script and its frames. All fields are required.
type Server struct {
	// Payments authorizes; Session names the payment session that a client token
	// opens, hpp.ErrNotFound for none.
	Payments hpp.ServerAuthorizer
	Session  func(ctx context.Context, clientToken string) (hpp.MerchantID, hpp.PaymentRef, error)
	// Selling answers whether a merchant may take new payments.
	Selling func(context.Context, hpp.MerchantID) (bool, error)
	// PublicURL is the base of the frames' addresses.
	PublicURL string
}

//go:embed api.js
var script []byte

//go:embed frame.html
var frame string

// ServeScript answers the script that shops load, also with a query.
func (s Server) ServeScript(w http.ResponseWriter, _ *http.Request) {
	header := w.Header()
	header.Set("Content-Type", "text/javascript; charset=utf-8")
	header.Set("Access-Control-Allow-Origin", "*")
	header.Set("Cross-Origin-Resource-Policy", "cross-origin")
	header.Set("X-Content-Type-Options", "nosniff")
	header.Set("Cache-Control", "public, max-age=300")
	_, _ = w.Write(script)
}

// ServeFrame answers what the script shows in frames and windows. Any page may
// frame it: it holds nothing until that page hands it a client token.
func (s Server) ServeFrame(w http.ResponseWriter, _ *http.Request) {
	nonce := rand.Text()
	header := w.Header()
	header.Set(csp.Header, csp.Policy{
		Scripts: []string{csp.Nonce(nonce)}, Styles: []string{csp.Nonce(nonce)}, Connections: []string{csp.Self}, Framers: []string{"*"},
	}.String())
	header.Set("Content-Type", "text/html; charset=utf-8")
	header.Set("Cross-Origin-Resource-Policy", "cross-origin")
	header.Set("Referrer-Policy", "no-referrer")
	header.Set("X-Content-Type-Options", "nosniff")
	header.Set("Cache-Control", "no-store")
	_, _ = io.WriteString(w, strings.ReplaceAll(frame, "NONCE", nonce))
}

// maxCall bounds the body of a frame's call, in bytes.
const maxCall = 16 << 10

// request is what a frame asks.
type request struct {
	Key      string `json:"key"`
	Category string `json:"category"`
	Email    string `json:"email"`
	Code     string `json:"code"`
}

// ServeCall answers the frames: which categories can be shown, and authorizations.
// The client token is the only proof, and only our own frames may send it.
func (s Server) ServeCall(w http.ResponseWriter, r *http.Request) {
	kind, _, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if origin := r.Header.Get("Origin"); err != nil || kind != "application/json" || origin != s.origin() {
		fail(w, http.StatusForbidden, "these calls are made by the frames of this server")
		return
	}
	token, ok := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
	if !ok {
		fail(w, http.StatusUnauthorized, "a client token is needed")
		return
	}
	merchant, ref, err := s.Session(r.Context(), token)
	if err != nil {
		fail(w, http.StatusNotFound, "the client token opens no payment session")
		return
	}
	var asked request
	if json.NewDecoder(http.MaxBytesReader(w, r.Body, maxCall)).Decode(&asked) != nil {
		fail(w, http.StatusBadRequest, "the body is not the JSON expected")
		return
	}
	session, err := s.Payments.Read(r.Context(), merchant, ref)
	switch {
	case err != nil:
		fail(w, http.StatusServiceUnavailable, "the payment session cannot be read")
	case r.PathValue("call") == "load":
		answer(w, map[string]any{"show_form": session.State == hpp.PaymentOpen && offers(session, asked.Category)})
	case r.PathValue("call") == "authorize":
		s.authorize(w, r, merchant, ref, session, asked)
	default:
		fail(w, http.StatusNotFound, "there is no such call")
	}
}

func (s Server) origin() string {
	u, err := url.Parse(s.PublicURL)
	if err != nil {
		return ""
	}
	return u.Scheme + "://" + u.Host
}

// offers reports whether a category can be shown; none stands for any.
func offers(session hpp.PaymentSession, category string) bool {
	for _, m := range session.Methods {
		if category == "" || strings.EqualFold(string(m.Category), category) {
			return true
		}
	}
	return false
}

// authorize asks for the authorization of a test person with the typed address.
func (s Server) authorize(w http.ResponseWriter, r *http.Request, merchant hpp.MerchantID, ref hpp.PaymentRef, session hpp.PaymentSession, asked request) {
	if selling, err := s.Selling(r.Context(), merchant); err != nil || !selling {
		fail(w, http.StatusConflict, "this shop takes no payments now")
		return
	}
	payer, known := playground.Fill(session.Purchase.Country, playground.Approves)
	if !known {
		fail(w, http.StatusBadRequest, "there is no test person of "+session.Purchase.Country)
		return
	}
	if asked.Email != "" {
		payer.Email = asked.Email
	}
	category := hpp.Category(strings.ToUpper(asked.Category))
	if category == "" && len(session.Methods) > 0 {
		category = session.Methods[0].Category
	}
	verdict, err := s.Payments.Authorize(r.Context(), merchant, ref, hpp.Authorization{
		Key: asked.Key, Category: category, Payer: payer, Code: asked.Code,
		Amount: session.Purchase.Amount, Currency: session.Purchase.Currency,
	})
	if err != nil {
		fail(w, http.StatusConflict, "the payment cannot be authorized now")
		return
	}
	answer(w, map[string]any{
		"result": verdict.Kind, "token": verdict.Token, "wrong_code": verdict.WrongCode, "fields": verdict.Fields,
	})
}

func answer(w http.ResponseWriter, body any) { respond(w, http.StatusOK, body) }

func fail(w http.ResponseWriter, status int, message string) {
	respond(w, status, map[string]string{"error": message})
}

func respond(w http.ResponseWriter, status int, body any) {
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(body)
}
