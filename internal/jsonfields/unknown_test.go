package jsonfields

import (
	"strings"
	"testing"
)

func TestUnknownMembers(t *testing.T) {
	type line struct {
		Amount int64 `json:"amount"`
	}
	type request struct {
		Outcome string  `json:"outcome"`
		Lines   []line  `json:"lines,omitempty"`
		Deep    *line   `json:"deep"`
		Any     any     `json:"any"`
		_       float64 // has no name
	}
	for text, want := range map[string]string{
		`{"outcome":"a","lines":[{"amount":1}],"deep":{"amount":2},"any":{"free":1}}`: "",
		`{}`:                                     "",
		`{"outcom":"a"}`:                         "Bad value: outcom, is not known: did you mean outcome?",
		`{"zzzzzzzzzz":"a"}`:                     "Bad value: zzzzzzzzzz, is not known",
		`{"lines":[{},{"amoun":1}]}`:             "Bad value: lines[1].amoun, is not known: did you mean amount?",
		`{"deep":{"x":1},"outcomes":1}`:          "Bad value: deep.x, outcomes; deep.x is not known; outcomes is not known: did you mean outcome?",
		`{"` + strings.Repeat("o", 300) + `":1}`: "Bad value: " + strings.Repeat("o", 64) + "…, is not known",
	} {
		document, err := Parse([]byte(text))
		if err != nil {
			t.Fatal(err)
		}
		got := ""
		if err := Unknown(document, request{}); err != nil {
			got = err.Error()
		}
		if got != want {
			t.Errorf("%s: %q, want %q", text, got, want)
		}
	}
}
