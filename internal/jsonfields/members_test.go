package jsonfields

import (
	"errors"
	"fmt"
	"strings"
	"testing"
)

// many is a body with n members or elements.
func many(n int, open, one, end string) string {
	return open + strings.TrimSuffix(strings.Repeat(one+",", n), ",") + end
}

// names are n members of different names.
func names(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, `"n%d":1,`, i)
	}
	return strings.TrimSuffix(b.String(), ",")
}

// What a body may cost to read is bounded by what is in it, not by its bytes
// alone.
func TestABodyHasFewMembers(t *testing.T) {
	object := func(n int) string { return many(1, "{", names(n), "}") }
	deep := strings.Repeat(`{"a":`, maxDepth-1) + `{}` + strings.Repeat("}", maxDepth-1)
	for name, c := range map[string]struct{ body, message string }{
		"the most members":      {object(maxMembers), ""},
		"one member more":       {object(maxMembers + 1), "too many members (at most 10000)"},
		"ninety thousand":       {object(90_000), "too many"},
		"the most elements":     {many(maxMembers, `{"a":[`, `1`, `]}`), ""},
		"one element more":      {many(maxMembers+1, `{"a":[`, `1`, `]}`), "too many elements (at most 10000)"},
		"nulls count":           {many(maxMembers+1, `{"a":[`, `null`, `]}`), "too many elements"},
		"over several arrays":   {many(6000, `{"a":[`, `1`, `],`) + many(6000, `"b":[`, `1`, `]}`), "too many elements"},
		"a thousand full lines": {many(1000, `{"order_lines":[`, `{`+names(24)+`}`, `]}`), ""},
		"a thousand fat lines":  {many(1000, `{"order_lines":[`, `{`+names(35)+`}`, `]}`), "too many members"},
		"members in elements":   {many(9000, `{"order_lines":[`, `{`+names(4)+`}`, `]}`), "too many members"},
		"as deep as may be":     {deep, ""},
	} {
		_, err := Parse([]byte(c.body))
		fault, bad := errors.AsType[*Malformed](err)
		if bad != (c.message != "") || bad && !strings.Contains(fault.Message, c.message) {
			t.Errorf("%s: %v, want %q", name, err, c.message)
		}
	}
}

// A fault names the member at the end of its way, after others were left.
func TestADuplicateIsNamedByItsWay(t *testing.T) {
	for body, want := range map[string]string{
		`{"a":{"b":[{"c":1},{"c":1,"d":{"e":1,"e":2}}]}}`: "Duplicate member: a.b[1].d.e",
		`{"a":null,"a":null}`:                             "Duplicate member: a",
		`{"x":[[1],[{"y":1}]],"x":2}`:                     "Duplicate member: x",
		`{"a":null,"b":{"a":1},"a":1}`:                    "Duplicate member: a",
	} {
		if _, err := Parse([]byte(body)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %s", body, err, want)
		}
	}
}

// Reading a long way costs no more than the bytes of it.
func BenchmarkParseDeep(b *testing.B) {
	deep := strings.Repeat(`{"`+strings.Repeat("n", 60)+`":`, 60)
	body := []byte(deep + many(9000, "[", "1", "]") + strings.Repeat("}", 60))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Parse(body); err != nil {
			b.Fatal(err)
		}
	}
}
