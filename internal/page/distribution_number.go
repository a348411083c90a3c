package page

import (
	"net/http"
	"regexp"
	"strconv"
)

var distributionNumberPattern = regexp.MustCompile(`^[0-9]{1,9}$`)

// distributionNumber is the number of the message that led the payer here: its link names it,
// and forms hand it back. 0: none did, or something that is no number.
func distributionNumber(r *http.Request) int64 {
	text := r.PostForm.Get("m")
	if text == "" {
		text = r.URL.Query().Get("m")
	}
	if !distributionNumberPattern.MatchString(text) {
		return 0
	}
	number, _ := strconv.ParseInt(text, 10, 64) // nine digits always fit
	return number
}
