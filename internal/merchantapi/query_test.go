package merchantapi

import (
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"
)

type colour string

func queried(t *testing.T, query string) *Query {
	t.Helper()
	return NewQuery(httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/list?"+query, nil))
}

func TestQuery(t *testing.T) {
	q := queried(t, "name=a%20b&colour=red,BLUE&colour=red&from=2030-01-31T10:20:30%2B01:00&limit=100")
	name, colours, from, limit := q.Text("name", 5), OneOf(q, "colour", []colour{"RED", "BLUE"}), q.Time("from"), q.Limit()
	if q.Err() != nil || name != "a b" || !slices.Equal(colours, []colour{"RED", "BLUE"}) || limit != 100 ||
		!from.Equal(time.Date(2030, 1, 31, 9, 20, 30, 0, time.UTC)) {
		t.Errorf("%q %v %v %d, %v", name, colours, from, limit, q.Err())
	}
	if q := queried(t, ""); q.Limit() != 20 || q.Text("name", 5) != "" || q.Err() != nil {
		t.Errorf("nothing: %v", q.Err())
	}
}

// All faults are told at once, each with what would be right.
func TestQueryFaults(t *testing.T) {
	q := queried(t, "name=toolong&colour=green&from=yesterday&limit=101&colors=red&x=&twice=1&twice=2&%zz")
	q.Text("name", 5)
	q.Text("twice", 5)
	OneOf(q, "colour", []colour{"RED", "BLUE"})
	q.Time("from")
	q.Limit()
	q.Cursor("/list", new(int))
	err := q.Err()
	if err == nil {
		t.Fatal("no fault")
	}
	for _, want := range []string{
		"name (must be at most 5 characters)", "colour (must be one of RED, BLUE)", "from (must be a time such as", "limit (must be 1 to 100)",
		"colors (is no parameter of this list: did you mean colour?)", "x (is no parameter of this list: it has name, twice, colour, from, limit, cursor)",
		"twice (must be there once)", "query (must be percent-encoded",
	} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("%q is not in %v", want, err)
		}
	}
}

// A cursor goes on in its own list alone, however long its pages are.
func TestCursor(t *testing.T) {
	next := queried(t, "a=1&b=2&limit=5").Next("/list", []string{"x", "y"})
	read := func(path, query string) ([]string, error) {
		q := queried(t, query)
		q.Text("a", 9)
		q.Text("b", 9)
		q.Limit()
		var place []string
		q.Cursor(path, &place)
		return place, q.Err()
	}
	if place, err := read("/list", "b=2&a=1&limit=7&cursor="+next); err != nil || !slices.Equal(place, []string{"x", "y"}) {
		t.Errorf("%v, %v", place, err)
	}
	for name, c := range map[string][2]string{
		"another filter": {"/list", "a=1&b=3&cursor=" + next}, "no filter": {"/list", "cursor=" + next}, "another list": {"/other", "a=1&b=2&cursor=" + next},
		"nonsense": {"/list", "cursor=nonsense"}, "cut off": {"/list", "a=1&b=2&cursor=" + next[:len(next)-4]},
	} {
		if place, err := read(c[0], c[1]); err == nil || !strings.Contains(err.Error(), "cursor (must be the `next`") {
			t.Errorf("%s: %v, %v", name, place, err)
		}
	}
}
