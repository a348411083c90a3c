package inbox

import (
	"net/url"
	"strconv"
	"strings"
	"time"
)

// maxWait is how long an answer may wait, in seconds: half of the server's write
// timeout.
const maxWait = 30

// query is a request for a list.
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
		case len(given) == 1 && isStorable(given[0]):
			return given[0]
		case len(given) == 1:
			faults = append(faults, "Bad value: "+name+" (must be UTF-8 without NUL)")
		}
		return ""
	}
	q.filter = Filter{To: restorePlus(one("to")), SessionID: one("session_id"), Method: strings.ToLower(one("method"))}
	if q.filter.Method != "" && q.filter.Method != Email && q.filter.Method != SMS {
		faults = append(faults, "Bad value: method (must be email or sms)")
	}
	if text := one("wait"); text != "" {
		seconds, err := strconv.ParseUint(text, 10, 8)
		if err != nil || seconds > maxWait {
			faults = append(faults, "Bad value: wait (must be whole seconds from 0 to "+strconv.Itoa(maxWait)+")")
		}
		q.wait = time.Duration(seconds) * time.Second
	}
	return q, faults
}

// restorePlus puts the plus back before a phone number: without percent-encoding it
// arrives as a blank, and no recipient begins with one.
func restorePlus(to string) string {
	if digits, ok := strings.CutPrefix(to, " "); ok {
		return "+" + digits
	}
	return to
}
