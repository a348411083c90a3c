package inbox

import (
	"mime"
	"net/http"
	"strconv"
	"strings"
)

// wantsPage reports a client that asks for HTML by name and not rather for
// JSON. It notes on the answer that another client gets another one.
func wantsPage(w http.ResponseWriter, r *http.Request) bool {
	w.Header().Add("Vary", "Accept")
	page := weight(r.Header, "text/html")
	return page > 0 && page >= weight(r.Header, "application/json")
}

// weight is how much a client wants a media type that it names; 0: not at all.
func weight(header http.Header, wanted string) (most float64) {
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
