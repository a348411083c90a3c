package secret

import (
	"bytes"
	"encoding/hex"
)

const (
	// fewest is how many different bytes a secret must have, and fewestDecoded
	// how many one that is written in hex must have once it is decoded. Random
	// ones of the shortest length have fewer in less than one of a million.
	fewest, fewestDecoded = 16, 9
)

// Weak reports whether a secret looks as if somebody had made it up: few
// different bytes, the same piece again and again, or a row of neighbours.
func Weak(secret []byte) bool {
	secret = bytes.TrimSpace(secret)
	if repeats(secret) || inRow(secret) {
		return true
	}
	// A secret of 16 random bytes in hex cannot have many different letters.
	if raw, err := hex.DecodeString(string(bytes.ReplaceAll(secret, []byte("-"), nil))); err == nil {
		return different(raw) < fewestDecoded
	}
	return different(secret) < fewest
}

func different(text []byte) int {
	seen := map[byte]bool{}
	for _, b := range text {
		seen[b] = true
	}
	return len(seen)
}

// repeats reports whether text is one piece written at least twice, the last
// time perhaps not to its end.
func repeats(text []byte) bool {
	for period := 1; period <= len(text)/2; period++ {
		if bytes.Equal(text[period:], text[:len(text)-period]) {
			return true
		}
	}
	return false
}

// inRow reports whether most bytes are neighbours of the one before: abcdef,
// 987654, or the same again.
func inRow(text []byte) bool {
	steps := 0
	for i := 1; i < len(text); i++ {
		if step := int(text[i]) - int(text[i-1]); step >= -1 && step <= 1 {
			steps++
		}
	}
	return 4*steps >= 3*len(text)
}
