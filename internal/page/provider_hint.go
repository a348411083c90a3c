package page

import (
	"net/http"

	"github.com/openhpp/openhpp/internal/hpp"
)

// hintStep is where the provider's server says that something changed. Nothing is
// believed of it: the provider's session is read.
func (s *Server) hintStep(w http.ResponseWriter, r *http.Request) {
	if _, err := s.Steps.CheckStep(r.Context(), r.PathValue("step")); err != nil && !isConflict(err) && !hpp.IsCode(err, hpp.CodeNotFound) {
		s.Log.WarnContext(r.Context(), "hint of the provider not followed", "error", err)
	}
	w.WriteHeader(http.StatusNoContent)
}
