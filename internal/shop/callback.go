package shop

import (
	"errors"
	"io"
	"net/http"

	"github.com/openhpp/openhpp/client"
)

const maxCallback = 64 << 10 // bytes

// receive checks and records a status callback. A genuine one without a purchase
// is accepted too, or the server would repeat it for days.
func (s *Shop) receive(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxCallback))
	if err != nil {
		status := http.StatusBadRequest
		if _, ok := errors.AsType[*http.MaxBytesError](err); ok {
			status = http.StatusRequestEntityTooLarge
		}
		http.Error(w, "the callback cannot be read", status)
		return
	}
	now := s.config.Now()
	callback, err := client.VerifyCallback(s.config.WebhookSecret, r.Header, body, now)
	if err != nil {
		s.config.Log.WarnContext(r.Context(), "callback refused", "error", err)
		http.Error(w, err.Error(), http.StatusUnauthorized)
		return
	}
	_, known := s.purchases.change(r.PathValue("purchase"), func(p *purchase) bool {
		if p.SessionID != "" && p.SessionID != callback.Session.SessionID {
			return false
		}
		p.record(callback, now)
		return true
	})
	if !known {
		s.config.Log.InfoContext(r.Context(), "callback for no purchase of this shop", "event_id", callback.EventID)
	}
	w.WriteHeader(http.StatusNoContent)
}
