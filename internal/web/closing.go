package web

import "net/http"

// CloseConnectionsWhen ends each connection with an answer once the server is leaving. A
// connection that is kept until the server stops is closed while it rests, and
// the request that is on its way at that moment fails.
func CloseConnectionsWhen(next http.Handler, leaving func() bool) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if leaving() {
			w.Header().Set("Connection", "close")
		}
		next.ServeHTTP(w, r)
	})
}
