package page

import (
	"net/http"
	"regexp"
	"strings"
)

// People paste links with what stood around them: a full stop, a bracket, a
// quotation mark, a slash. Tokens have fixed lengths, so what follows one is
// not part of it.

// uuidPattern is the form of a session's id at the beginning of a token.
const uuidPattern = `[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}`

// strayPattern is what may follow a link: no letter, digit or further step of a path
// right behind it.
const strayPattern = `([^\w/-].*|/+(?:[^\w/-].*)?)?$`

// linkPatterns are the addresses of our pages below /{region}/hpp/: the token, what
// may stand below it, and what does not belong to either.
var linkPatterns = []*regexp.Regexp{
	regexp.MustCompile(`(?s)^(payments/` + uuidPattern + `\.[\w-]{22})(/(?:qr\.png|qr|poster|code))?` + strayPattern),
	regexp.MustCompile(`(?s)^(payments/[\w-]{22})(/(?:qr\.png|qr|poster|code|cancel|leave))?` + strayPattern),
	regexp.MustCompile(`(?s)^(distributions/` + uuidPattern + `\.\d{1,12}\.[\w-]{43})(/(?:close|send|update|status))?` + strayPattern),
	regexp.MustCompile(`(?s)^(stop/` + uuidPattern + `\.\d{1,12}\.[\w-]{22})()` + strayPattern),
}

// maxStray bounds what may follow a link, in bytes.
const maxStray = 200

// intendedPath is the path of the page that an address means, and whether it is
// another one than was asked for.
func (s *Server) intendedPath(path string) (string, bool) {
	pages := "/" + s.Region + "/hpp/"
	rest, ours := strings.CutPrefix(path, pages)
	if !ours {
		return "", false
	}
	for _, form := range linkPatterns {
		parts := form.FindStringSubmatch(rest)
		if parts != nil && parts[3] != "" && len(parts[3]) <= maxStray {
			return s.prefix() + pages + parts[1] + parts[2], true
		}
	}
	return "", false
}

// answerMissing answers for an address that opens nothing: by the page that was
// meant, where only the end of the address is wrong.
func (s *Server) answerMissing(w http.ResponseWriter, r *http.Request) {
	if r.Method == http.MethodGet || r.Method == http.MethodHead {
		if to, found := s.intendedPath(r.URL.Path); found {
			if r.URL.RawQuery != "" {
				to += "?" + r.URL.RawQuery
			}
			s.redirect(w, to)
			return
		}
	}
	s.showNotFound(w, r)
}
