package merchantapi

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

// Query reads the parameters of a list, strictly: what it is not asked for, and
// what is there twice, is a fault like a value that cannot be. All faults are told
// at once, by Err.
type Query struct {
	values url.Values
	known  []string
	faults Faults
}

// NewQuery is the query of a request.
func NewQuery(r *http.Request) *Query {
	values, err := url.ParseQuery(r.URL.RawQuery)
	q := &Query{values: values}
	if err != nil {
		q.faults.Add("query", "must be percent-encoded names and values")
	}
	return q
}

// Text reads a text of at most so many characters; empty: it is not there.
func (q *Query) Text(name string, most int) string {
	q.known = append(q.known, name)
	all := q.values[name]
	if len(all) == 0 {
		return ""
	}
	switch text := all[0]; {
	case len(all) > 1:
		q.faults.Add(name, "must be there once")
	case text == "":
		q.faults.Add(name, "must not be empty: leave it out")
	case !utf8.ValidString(text) || utf8.RuneCountInString(text) > most:
		q.faults.Add(name, "must be at most "+strconv.Itoa(most)+" characters")
	default:
		return text
	}
	return ""
}

// OneOf reads a parameter that may be repeated, or hold several words with commas
// between: each must be one of those allowed, in any case. None: it is not there.
func OneOf[T ~string](q *Query, name string, allowed []T) (words []T) {
	q.known = append(q.known, name)
	for _, value := range q.values[name] {
		for text := range strings.SplitSeq(value, ",") {
			i := slices.IndexFunc(allowed, func(word T) bool { return strings.EqualFold(string(word), strings.TrimSpace(text)) })
			if i < 0 {
				q.faults.Add(name, "must be one of "+listed(allowed))
				return nil
			}
			if !slices.Contains(words, allowed[i]) {
				words = append(words, allowed[i])
			}
		}
	}
	return words
}

func listed[T ~string](words []T) string {
	all := make([]string, len(words))
	for i, word := range words {
		all[i] = string(word)
	}
	return strings.Join(all, ", ")
}

// Time reads a moment of RFC 3339; zero: it is not there.
func (q *Query) Time(name string) time.Time {
	text := q.Text(name, 64)
	if text == "" {
		return time.Time{}
	}
	at, err := time.Parse(time.RFC3339, text)
	if err != nil || at.Year() < 1970 || at.Year() > 9999 {
		q.faults.Add(name, "must be a time such as 2030-01-31T10:20:30.000Z")
		return time.Time{}
	}
	return at.UTC()
}

// The bounds of a page.
const (
	defaultPage = 20
	maxPage     = 100
)

// Limit reads how many entries a page holds: 1 to 100, 20 where it is not said.
func (q *Query) Limit() int {
	text := q.Text("limit", 10)
	if text == "" {
		return defaultPage
	}
	limit, err := strconv.Atoi(text)
	if err != nil || limit < 1 || limit > maxPage {
		q.faults.Add("limit", "must be 1 to 100")
	}
	return limit
}

// Err reports all faults as a body's are reported.
func (q *Query) Err() error {
	for _, name := range sortedNames(q.values) {
		if !slices.Contains(q.known, name) {
			q.faults.Add(name, unknownName(name, "parameter of this list", q.known))
		}
	}
	return q.faults.Err()
}

func sortedNames(values url.Values) []string {
	names := make([]string, 0, len(values))
	for name := range values {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

// unknownName says what a name could be meant for, or which ones there are.
func unknownName(name, what string, known []string) string {
	if near := nearest(name, known); near != "" {
		return "is no " + what + ": did you mean " + near + "?"
	}
	return "is no " + what + ": it has " + strings.Join(known, ", ")
}
