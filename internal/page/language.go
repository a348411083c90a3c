package page

import (
	"net/http"
	"slices"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/locale"
	"github.com/openhpp/openhpp/internal/page/view"
)

// languageCookie keeps the payer's choice of language, for this link alone.
const languageCookie = "lang"

// chosenLanguage is the language the payer picked on the page, now or before; empty
// when none was, or none that is spoken here.
func chosenLanguage(r *http.Request) string {
	tag := requestedLanguage(r)
	if c, err := r.Cookie(languageCookie); err == nil && tag == "" {
		tag = c.Value
	}
	if !slices.Contains(locale.Languages(), tag) {
		return ""
	}
	return tag
}

// requestedLanguage is what this request wants, by a link or by a form's button.
func requestedLanguage(r *http.Request) string {
	if tag := r.PostForm.Get("lang"); tag != "" {
		return tag
	}
	return r.URL.Query().Get("lang")
}

// setLanguage shows the pay screen in another language, with everything that was
// typed: a form half filled in is no reason to stay with the wrong one.
func (s *Server) setLanguage(w http.ResponseWriter, r *http.Request, page hpp.PageView) {
	s.rememberLanguage(w, r)
	if page.State != hpp.PagePay {
		s.redirectToPage(w, r)
		return
	}
	s.showUnjudged(w, r, page, view.Correction{})
}

// rememberLanguage keeps a choice just made for the pages that follow.
func (s *Server) rememberLanguage(w http.ResponseWriter, r *http.Request) {
	tag := chosenLanguage(r)
	if tag == "" || requestedLanguage(r) == "" {
		return
	}
	http.SetCookie(w, s.cookie(r, languageCookie, tag))
}
