package page

import (
	"net/http"
	"slices"

	"github.com/openhpp/openhpp/internal/locale"
)

// languageCookie keeps the payer's choice of language, for this link alone.
const languageCookie = "lang"

// chosen is the language the payer picked on the page, now or before; empty
// when none was, or none that is spoken here.
func chosen(r *http.Request) string {
	tag := r.URL.Query().Get("lang")
	if c, err := r.Cookie(languageCookie); err == nil && tag == "" {
		tag = c.Value
	}
	if !slices.Contains(locale.Languages(), tag) {
		return ""
	}
	return tag
}

// remember keeps a choice just made for the pages that follow.
func (s *Server) remember(w http.ResponseWriter, r *http.Request) {
	tag := chosen(r)
	if tag == "" || !r.URL.Query().Has("lang") {
		return
	}
	http.SetCookie(w, &http.Cookie{
		Name: languageCookie, Value: tag, Path: s.site(r).Path,
		HttpOnly: true, Secure: s.encrypted(), SameSite: http.SameSiteLaxMode,
	})
}
