package inbox

import (
	"net/url"
	"strconv"
	"strings"
	"time"
)

// longest is how long an answer may wait, in seconds: half of what the server
// gives it to be written.
const longest = 30

// query is what a list is asked for.
type query struct {
	filter Filter
	wait   time.Duration
}

// readQuery reads the parameters that a list takes; faults name every one that
// is wrong. An empty one counts as absent, as forms send them.
func readQuery(raw string) (q query, faults []string) {
	values, err := url.ParseQuery(raw)
	if err != nil {
		return q, []string{"Bad value: query (must be pairs of name and value, percent-encoded)"}
	}
	one := func(name string) string {
		given := values[name]
		switch {
		case len(given) > 1:
			faults = append(faults, "Bad value: "+name+" (must be given once)")
		case len(given) == 1 && plain(given[0]):
			return given[0]
		case len(given) == 1:
			faults = append(faults, "Bad value: "+name+" (must be UTF-8 without NUL)")
		}
		return ""
	}
	q.filter = Filter{To: number(one("to")), SessionID: one("session_id"), Method: strings.ToLower(one("method"))}
	if q.filter.Method != "" && q.filter.Method != Email && q.filter.Method != SMS {
		faults = append(faults, "Bad value: method (must be email or sms)")
	}
	if text := one("wait"); text != "" {
		seconds, err := strconv.ParseUint(text, 10, 8)
		if err != nil || seconds > longest {
			faults = append(faults, "Bad value: wait (must be whole seconds from 0 to "+strconv.Itoa(longest)+")")
		}
		q.wait = time.Duration(seconds) * time.Second
	}
	return q, faults
}

// number gives a phone number its plus back, which reads as a blank unless it
// was percent-encoded. No recipient begins with a blank.
func number(to string) string {
	if digits, ok := strings.CutPrefix(to, " "); ok {
		return "+" + digits
	}
	return to
}
