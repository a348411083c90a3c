package web

import (
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"testing/iotest"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/openhpp/openhpp/internal/jsonfields"
)

// decode reads body and insists on the type of its error.
func decode(t *testing.T, body string, into any) (jsonfields.Document, *BodyError) {
	t.Helper()
	object, err := Decode(httptest.NewRecorder(), httptest.NewRequest(http.MethodPost, "/", strings.NewReader(body)), into)
	if err == nil {
		return object, nil
	}
	fault, ok := errors.AsType[*BodyError](err)
	if !ok {
		t.Fatalf("%v is a %T, want *BodyError", err, err)
	}
	return object, fault
}

func TestDecodeAccepts(t *testing.T) {
	when := time.Date(2030, 1, 31, 10, 20, 30, 0, time.UTC)
	for name, c := range map[string]struct {
		body string
		want order
	}{
		"empty":                     {`{}`, order{}},
		"blanks around":             {" \r\n\t{ } \n", order{}},
		"string":                    {`{"name":"Åsa 🪔"}`, order{Name: "Åsa 🪔"}},
		"escapes":                   {`{"name":"\u00c5\n\"\\\/\t\b\f\r"}`, order{Name: "Å\n\"\\/\t\b\f\r"}},
		"surrogate pair":            {`{"name":"\uD83D\uDE00"}`, order{Name: "😀"}},
		"backslash before a u":      {`{"name":"\\u0000 \\\\uD83D"}`, order{Name: `\u0000 \\uD83D`}},
		"empty string":              {`{"name":""}`, order{}},
		"enum":                      {`{"mode":"none"}`, order{Mode: "none"}},
		"integer":                   {`{"amount":2500}`, order{Amount: 2500}},
		"negative":                  {`{"amount":-2500}`, order{Amount: -2500}},
		"2500.0":                    {`{"amount":2500.0}`, order{Amount: 2500}},
		"2500.000":                  {`{"amount":2500.000}`, order{Amount: 2500}},
		"25e2":                      {`{"amount":25e2}`, order{Amount: 2500}},
		"25E+2":                     {`{"amount":25E+2}`, order{Amount: 2500}},
		"0.25e4":                    {`{"amount":0.25e4}`, order{Amount: 2500}},
		"250000e-2":                 {`{"amount":250000e-2}`, order{Amount: 2500}},
		"-0":                        {`{"amount":-0}`, order{}},
		"-0.0e9":                    {`{"amount":-0.0e9}`, order{}},
		"zero, absurd exponent":     {`{"amount":0e99999999999}`, order{}},
		"largest integer":           {`{"amount":9223372036854775807}`, order{Amount: 9223372036854775807}},
		"smallest integer":          {`{"amount":-9223372036854775808}`, order{Amount: -9223372036854775808}},
		"1e18":                      {`{"amount":1e18}`, order{Amount: 1e18}},
		"float":                     {`{"rate":12.5,"ratio":0.5}`, order{Rate: 12.5, Ratio: 0.5}},
		"integer for a float":       {`{"rate":25.0}`, order{Rate: 25}},
		"boolean":                   {`{"open":true}`, order{Open: true}},
		"null is absent":            {`{"name":null,"amount":null,"lines":null,"options":null,"when":null,"maybe":null}`, order{}},
		"null inside":               {`{"options":{"title":null,"width":3}}`, order{Options: options{Width: 3}}},
		"array":                     {`{"lines":[{"name":"a","amount":1.0},{}]}`, order{Lines: []line{{"a", 1}, {}}}},
		"empty array":               {`{"tags":[]}`, order{Tags: []string{}}},
		"optional object":           {`{"maybe":{"width":2}}`, order{Maybe: &options{Width: 2}}},
		"map":                       {`{"notes":{"a":"b"}}`, order{Notes: map[string]string{"a": "b"}}},
		"empty array for an object": {`{"options":[],"maybe":[],"notes":[],"lines":[[]]}`, order{Maybe: &options{}, Notes: map[string]string{}, Lines: []line{{}}}},
		"anything":                  {`{"any":[1.0,null,{"a":null}]}`, order{Any: []any{json.Number("1"), nil, map[string]any{}}}},
		"time":                      {`{"when":"2030-01-31T10:20:30Z"}`, order{When: when}},
		"embedded":                  {`{"page":3}`, order{page: page{3}}},
		"unknown members":           {`{"status":"COMPLETED","x":{"y":[1]},"name":"a"}`, order{Name: "a"}},
		"names match by letters":    {`{"NAME":"b","Amount":1,"Options":{"title":"x"},"options":{"TITLE":"y"}}`, order{}},
		"other case is no repeat":   {`{"name":"a","NAME":"b"}`, order{Name: "a"}},
		"field names are not names": {`{"Hidden":"a","-":"b","":"c"}`, order{}},
		"64 levels":                 {`{"lines":[],"zzz":` + strings.Repeat("[", 63) + strings.Repeat("]", 63) + `}`, order{Lines: []line{}}},
	} {
		t.Run(name, func(t *testing.T) {
			var got order
			if _, fault := decode(t, c.body, &got); fault != nil {
				t.Fatal(fault)
			}
			if diff := cmp.Diff(c.want, got, cmp.AllowUnexported(order{}), cmpopts.EquateEmpty()); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
		})
	}
}

// What is no text is one fault among others, and no other of the same member.
func TestDecodeNamesAllFaultsOfTextsAndTypes(t *testing.T) {
	_, fault := decode(t, `{"name":"\u0000","amount":"x","tags":["\ud800"],"z\u0000":1,"lines":[{"name":"\u0000","amount":"y"}]}`, &order{})
	want := []string{"name", "tags[0]", "z\uFFFD", "lines[0].name", "amount", "lines[0].amount"}
	if fault == nil || fault.Code != codeBadValue || !slices.Equal(fault.Fields, want) {
		t.Errorf("got %+v, want the fields %q", fault, want)
	}
	_, fault = decode(t, `{"name":"\u0000","deep":{"tags":["\ud800"]}}`, nil)
	if fault == nil || !slices.Equal(fault.Fields, []string{"name", "deep.tags[0]"}) {
		t.Errorf("only parsed: got %+v", fault)
	}
}

func TestDecodeNamesAllFaults(t *testing.T) {
	_, fault := decode(t, `{"name":1,"amount":"x","lines":[{"amount":"y"}]}`, &order{})
	want := &BodyError{Status: 400, Code: codeBadValue, Fields: []string{"name", "amount", "lines[0].amount"}, Messages: []string{
		"Bad value: name (must be a string)", "Bad value: amount (must be an integer)", "Bad value: lines[0].amount (must be an integer)"}}
	if diff := cmp.Diff(want, fault); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
	_, fault = decode(t, `{"tags":[`+strings.Repeat("1,", 5000)+`1]}`, &order{})
	if fault == nil || len(fault.Messages) != maxWrong {
		t.Errorf("5001 faults give %d messages, want %d", len(fault.Messages), maxWrong)
	}
}

// What a stranger names comes back in a message, but not all of a megabyte.
func TestDecodeBoundsNames(t *testing.T) {
	long := strings.Repeat("ö", 100_000)
	_, fault := decode(t, `{"`+long+`":1,"`+long+`":2}`, nil)
	if fault == nil || len(fault.Messages[0]) > 200 {
		t.Errorf("message of %d bytes", len(fault.Error()))
	}
}

func TestDecodeLimit(t *testing.T) {
	fill := func(size int) string { return `{"name":"` + strings.Repeat("a", size-len(`{"name":""}`)) + `"}` }
	if _, fault := decode(t, fill(MaxBody), &order{}); fault != nil {
		t.Errorf("a body of exactly 1 MB: %v", fault)
	}
	for name, body := range map[string]string{"one byte more": fill(MaxBody + 1), "blanks": "{}" + strings.Repeat(" ", MaxBody), "no JSON": strings.Repeat("x", 2*MaxBody)} {
		_, fault := decode(t, body, &order{})
		if fault == nil || fault.Status != http.StatusRequestEntityTooLarge || fault.Code != "REQUEST_TOO_LARGE" {
			t.Errorf("%s: %+v, want 413 REQUEST_TOO_LARGE", name, fault)
		}
	}
}

func TestDecodeBrokenBody(t *testing.T) {
	r := httptest.NewRequest(http.MethodPost, "/", io.MultiReader(strings.NewReader(`{"name":`), iotest.ErrReader(io.ErrUnexpectedEOF)))
	_, err := Decode(httptest.NewRecorder(), r, &order{})
	fault, ok := errors.AsType[*BodyError](err)
	if !ok || fault.Status != 400 {
		t.Errorf("got %v, want a 400", err)
	}
}

func TestObject(t *testing.T) {
	object, fault := decode(t, `{"b":25e2,"a":{"c":null,"d":[1.50,null]},"e":0,"f":1e400}`, nil)
	if fault != nil {
		t.Fatal(fault)
	}
	want := jsonfields.Document{"b": json.Number("2500"), "a": map[string]any{"d": []any{json.Number("1.50"), nil}}, "e": json.Number("0"), "f": json.Number("1e400")}
	if diff := cmp.Diff(want, object); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
	for path, want := range map[string]bool{"b": true, "a": true, "a.d": true, "a.c": false, "a.d.x": false, "b.x": false, "z": false, "z.z": false, "e": true} {
		if got := object.Has(strings.Split(path, ".")...); got != want {
			t.Errorf("Has(%s) = %t", path, got)
		}
	}
}

// A struct that Decode cannot fill is a mistake of ours and shows at once.
func TestDecodeUnsupported(t *testing.T) {
	defer func() {
		if recover() == nil {
			t.Error("a channel was filled from JSON")
		}
	}()
	var into struct {
		C chan int `json:"c"`
	}
	object, fault := decode(t, `{"c":1}`, &into)
	t.Errorf("got %v, %v", object, fault)
}
