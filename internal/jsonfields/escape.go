package jsonfields

import (
	"bytes"
	"strconv"
	"unicode/utf8"
)

// textFault says what a string as written, with its quotes, would have to be,
// when it holds what no reader takes.
func textFault(raw []byte) (right string) {
	if !utf8.Valid(raw) {
		return "UTF-8"
	}
	return badEscape(raw)
}

// badEscape finds the first \u escape that stands for no character we take:
// NUL, or half of a surrogate pair, which encoding/json would silently
// replace, and says what would be right. It expects a string of valid JSON.
func badEscape(body []byte) (right string) {
	for {
		at := bytes.IndexByte(body, '\\')
		if at < 0 {
			return ""
		}
		if body[at+1] != 'u' {
			body = body[at+2:]
			continue
		}
		unit := hexUnit(body[at+2:])
		body = body[at+6:]
		switch {
		case unit == 0:
			return "text without NUL"
		case isLow(unit):
			return "text without unpaired surrogates"
		case isHigh(unit):
			if !bytes.HasPrefix(body, []byte(`\u`)) || !isLow(hexUnit(body[2:])) {
				return "text without unpaired surrogates"
			}
			body = body[6:]
		}
	}
}

func hexUnit(text []byte) uint16 {
	unit, _ := strconv.ParseUint(string(text[:4]), 16, 16) // valid JSON has four digits here
	return uint16(unit)
}

func isHigh(unit uint16) bool { return unit >= 0xD800 && unit <= 0xDBFF }

func isLow(unit uint16) bool { return unit >= 0xDC00 && unit <= 0xDFFF }
