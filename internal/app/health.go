package app

import (
	"context"
	"net/http"
	"sync/atomic"
	"time"

	"golang.org/x/sync/singleflight"

	"github.com/openhpp/openhpp/internal/doctor"
)

const (
	// readyWithin is how long the store may take to prove that it works.
	readyWithin = 500 * time.Millisecond
	// readyFor is how long its answer holds: a proof is a write, and however
	// many ask, they must not cost more than one a second.
	readyFor = time.Second
)

// health answers the operator's probes. Alive means that the process serves;
// ready means that the store takes writes and no stop is under way.
type health struct {
	store    interface{ Ready(context.Context) error }
	stopping atomic.Bool
	proofKey []byte // of doctor.Prove
	// provider says who takes payments, in words; ok is false when nobody does.
	provider func(context.Context) (who string, ok bool)

	asking singleflight.Group // whoever comes meanwhile waits for the same answer
	latest atomic.Pointer[proof]
}

// proof is what the store said, and when.
type proof struct {
	at    time.Time
	fault error
}

// longestNonce bounds what a caller may have signed.
const longestNonce = 64

// alive answers that the process serves. To a nonce it answers too who it is, in two
// halves with a pause between: so the doctor knows an address that leads elsewhere,
// a name that was changed on the way, and a proxy that buffers.
func (h *health) alive(w http.ResponseWriter, r *http.Request) {
	nonce := r.URL.Query().Get("nonce")
	if nonce == "" || len(h.proofKey) == 0 {
		answer(w, http.StatusOK, "ok")
		return
	}
	if len(nonce) > longestNonce {
		answer(w, http.StatusBadRequest, "nonce must be at most 64 characters")
		return
	}
	server, atHost := doctor.Prove(h.proofKey, nonce, r.Host)
	answer(w, http.StatusOK, "ok\nserver "+server+"\nhost "+atHost)
	if http.NewResponseController(w).Flush() != nil {
		return
	}
	select {
	case <-r.Context().Done():
	case <-time.After(doctor.Pause):
		_, _ = w.Write([]byte("end\n"))
	}
}

func (h *health) ready(w http.ResponseWriter, r *http.Request) {
	switch {
	case h.stopping.Load():
		answer(w, http.StatusServiceUnavailable, "stopping")
	case h.proof() != nil:
		answer(w, http.StatusServiceUnavailable, "the database does not take writes")
	case r.URL.Query().Has("verbose"):
		who, _ := h.provider(r.Context())
		answer(w, http.StatusOK, "database: ok\nprovider: "+who+"\nok")
	default:
		answer(w, http.StatusOK, "ok")
	}
}

// proof asks the store, or repeats what it said within the last second. It is
// one request for all callers: one that goes away does not end it.
func (h *health) proof() error {
	if p := h.latest.Load(); p != nil && time.Since(p.at) < readyFor {
		return p.fault
	}
	_, err, _ := h.asking.Do("", func() (any, error) {
		ctx, cancel := context.WithTimeout(context.Background(), readyWithin)
		defer cancel()
		err := h.store.Ready(ctx)
		h.latest.Store(&proof{time.Now(), err})
		return nil, err
	})
	return err
}

func answer(w http.ResponseWriter, status int, text string) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	_, _ = w.Write([]byte(text + "\n"))
}
