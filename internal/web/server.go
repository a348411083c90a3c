package web

import (
	"log/slog"
	"net/http"
	"time"
)

// Limits of the server. A header may not trickle in for longer than a slow
// phone needs, and an idle connection goes after the published 59 seconds.
const (
	headerTimeout = 10 * time.Second
	readTimeout   = 15 * time.Second
	writeTimeout  = 60 * time.Second
	idleTimeout   = 59 * time.Second
	maxHeader     = 20 << 10 // bytes, all headers together (hpp.md §1.0)
	slop          = 4 << 10  // what net/http adds to its own limit
)

// NewServer makes a server with limits on the size and the time of everything
// a stranger can send. A handler that streams must extend its own deadlines
// through http.ResponseController.
func NewServer(handler http.Handler, log *slog.Logger) *http.Server {
	return &http.Server{
		Handler:           closeBehindStray(handler),
		ConnContext:       rememberConn,
		ReadHeaderTimeout: headerTimeout,
		ReadTimeout:       readTimeout,
		WriteTimeout:      writeTimeout,
		IdleTimeout:       idleTimeout,
		MaxHeaderBytes:    maxHeader - slop,
		ErrorLog:          slog.NewLogLogger(log.Handler(), slog.LevelWarn),
	}
}
