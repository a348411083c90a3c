package hppwire

import (
	"encoding/json"
	"errors"
	"strconv"
)

// Redirect is AT_ONCE, BUTTON or seconds. Seconds may come as a number too.
type Redirect string

// UnmarshalJSON reads a text, or a whole number as its digits.
func (r *Redirect) UnmarshalJSON(text []byte) error {
	var seconds int64
	if json.Unmarshal(text, &seconds) == nil {
		*r = Redirect(strconv.FormatInt(seconds, 10))
		return nil
	}
	var word string
	if err := json.Unmarshal(text, &word); err != nil {
		return errors.New("hppwire: a redirect is a text or a whole number")
	}
	*r = Redirect(word)
	return nil
}
