package rest

import (
	"net/http"
	"slices"

	"github.com/openhpp/openhpp/api"
	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/web"
)

// contract serves an OpenAPI file to anybody, other sites' viewers included:
// nothing in it is a secret.
func (s Server) contract(w http.ResponseWriter, r *http.Request) {
	file := r.PathValue("file")
	text, err := api.Files.ReadFile(file)
	if err != nil || slices.Contains(s.Unserved, file) {
		web.WriteError(w, r, http.StatusNotFound, string(hpp.CodeNotFound), "There is no such contract")
		return
	}
	w.Header().Set("Content-Type", "application/yaml")
	w.Header().Set("Access-Control-Allow-Origin", "*")
	w.Header().Set("Cache-Control", "public, max-age=3600")
	w.Header().Set("X-Content-Type-Options", "nosniff")
	_, _ = w.Write(text)
}
