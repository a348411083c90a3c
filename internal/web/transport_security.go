package web

import "net/http"

// TransportSecurity tells browsers with every answer to insist on TLS, in the
// words of the header; none when they are empty.
func TransportSecurity(words string, next http.Handler) http.Handler {
	if words == "" {
		return next
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Strict-Transport-Security", words)
		next.ServeHTTP(w, r)
	})
}
