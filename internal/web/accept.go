package web

import (
	"mime"
	"net/http"
	"strconv"
	"strings"
)

// PrefersPage reports a client that names HTML in Accept and does not prefer JSON.
// It sets Vary, since the answer depends on it.
func PrefersPage(w http.ResponseWriter, r *http.Request) bool {
	w.Header().Add("Vary", "Accept")
	page := acceptWeight(r.Header, "text/html")
	return page > 0 && page >= acceptWeight(r.Header, "application/json")
}

// acceptWeight is the weight of a media type in Accept; 0: it is not named.
func acceptWeight(header http.Header, wanted string) (most float64) {
	for _, line := range header.Values("Accept") {
		for item := range strings.SplitSeq(line, ",") {
			kind, parameters, err := mime.ParseMediaType(item)
			if err != nil || kind != wanted {
				continue
			}
			q := 1.0
			if text, given := parameters["q"]; given {
				if q, err = strconv.ParseFloat(text, 64); err != nil {
					continue
				}
			}
			most = max(most, q)
		}
	}
	return most
}
