package web

import (
	"net/http"
	"net/http/httptest"
	"sync/atomic"
	"testing"
)

// A server that leaves answers, and says that it is the last time.
func TestCloseConnectionsWhen(t *testing.T) {
	var leaving atomic.Bool
	server := httptest.NewServer(CloseConnectionsWhen(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(http.StatusNoContent)
	}), leaving.Load))
	t.Cleanup(server.Close)
	for _, leaves := range []bool{false, true} {
		leaving.Store(leaves)
		response, err := server.Client().Get(server.URL)
		if err != nil {
			t.Fatal(err)
		}
		_ = response.Body.Close()
		if response.StatusCode != http.StatusNoContent || response.Close != leaves {
			t.Errorf("leaving %v: status %d, the connection ends: %v", leaves, response.StatusCode, response.Close)
		}
	}
}
