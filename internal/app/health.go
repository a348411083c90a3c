package app

import (
	"context"
	"net/http"
	"sync/atomic"
	"time"

	"github.com/openhpp/openhpp/internal/web"
)

// readyWithin is how long the store may take to prove that it works.
const readyWithin = 500 * time.Millisecond

// health answers the operator's probes. Alive means that the process serves;
// ready means that the store takes writes and no stop is under way.
type health struct {
	store    interface{ Ready(context.Context) error }
	stopping atomic.Bool
}

func (h *health) mount(mux web.Mux) {
	mux.HandleFunc("GET /livez", func(w http.ResponseWriter, _ *http.Request) {
		answer(w, http.StatusOK, "ok")
	})
	mux.HandleFunc("GET /readyz", func(w http.ResponseWriter, r *http.Request) {
		ctx, cancel := context.WithTimeout(r.Context(), readyWithin)
		defer cancel()
		switch {
		case h.stopping.Load():
			answer(w, http.StatusServiceUnavailable, "stopping")
		case h.store.Ready(ctx) != nil:
			answer(w, http.StatusServiceUnavailable, "the database does not take writes")
		default:
			answer(w, http.StatusOK, "ok")
		}
	})
}

func answer(w http.ResponseWriter, status int, text string) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	_, _ = w.Write([]byte(text + "\n"))
}
