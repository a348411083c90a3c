package jsonfields

import (
	"encoding/json"
	"strconv"
	"strings"
)

// integerDigits bounds the integers numbers are rewritten to: all of int64.
const integerDigits = 19

// normalNumber writes 2500.0 and 25e2 as 2500. Numbers that are no integers,
// or too large to be anybody's amount, stay as they were sent; the exponent is
// never expanded beyond integerDigits, whatever the sender claims.
func normalNumber(n json.Number) json.Number {
	text := string(n)
	mantissa, exponent, _ := strings.Cut(strings.ToLower(text), "e")
	sign := ""
	if strings.HasPrefix(mantissa, "-") {
		sign, mantissa = "-", mantissa[1:]
	}
	whole, fraction, _ := strings.Cut(mantissa, ".")
	digits := strings.TrimLeft(whole+fraction, "0")
	if digits == "" {
		return "0"
	}
	shift := 0
	if exponent != "" {
		var err error
		if shift, err = strconv.Atoi(exponent); err != nil {
			return n
		}
	}
	significant := strings.TrimRight(digits, "0")
	zeros := shift - len(fraction) + len(digits) - len(significant)
	if zeros < 0 || zeros > integerDigits || len(significant)+zeros > integerDigits {
		return n
	}
	return json.Number(sign + significant + strings.Repeat("0", zeros))
}
