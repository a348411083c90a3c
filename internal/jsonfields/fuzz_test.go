package jsonfields

import (
	"encoding/json"
	"testing"
)

// Whatever the number, its normal form has the same value.
func FuzzNormalNumber(f *testing.F) {
	for _, seed := range []string{"0", "-0.0", "25e2", "1.50", "1e309", "123456789012345678901", "-1E-7"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		var number json.Number
		if json.Unmarshal([]byte(text), &number) != nil || number == "" || text[0] == '"' {
			return
		}
		normal := normalNumber(number)
		before, beforeErr := number.Float64()
		after, afterErr := normal.Float64()
		if before != after || (beforeErr == nil) != (afterErr == nil) {
			t.Fatalf("%s became %s", number, normal)
		}
		if len(normal) > len(number)+integerDigits {
			t.Fatalf("%s grew to %d bytes", number, len(normal))
		}
	})
}
