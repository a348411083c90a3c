package jsonfields

import (
	"bytes"
	"strconv"
)

// badEscape finds the first \u escape that stands for no character we take:
// NUL, or half of a surrogate pair, which encoding/json would silently
// replace. It expects valid JSON, where a backslash occurs in strings only.
func badEscape(body []byte) (fault string, found bool) {
	for {
		at := bytes.IndexByte(body, '\\')
		if at < 0 {
			return "", false
		}
		if body[at+1] != 'u' {
			body = body[at+2:]
			continue
		}
		unit := hexUnit(body[at+2:])
		body = body[at+6:]
		switch {
		case unit == 0:
			return "a NUL character", true
		case isLow(unit):
			return "an unpaired surrogate", true
		case isHigh(unit):
			if !bytes.HasPrefix(body, []byte(`\u`)) || !isLow(hexUnit(body[2:])) {
				return "an unpaired surrogate", true
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
