package hppwire

import (
	"encoding/json"
	"errors"
	"strconv"
)

// WordOrNumber is a word, such as AT_ONCE, or a whole number of seconds or
// pixels in its digits. The number may come as a number too.
type WordOrNumber string

// UnmarshalJSON reads a text, or a whole number as its digits.
func (w *WordOrNumber) UnmarshalJSON(text []byte) error {
	var number int64
	if json.Unmarshal(text, &number) == nil {
		*w = WordOrNumber(strconv.FormatInt(number, 10))
		return nil
	}
	var word string
	if err := json.Unmarshal(text, &word); err != nil {
		return errors.New("hppwire: must be a text or a whole number")
	}
	*w = WordOrNumber(word)
	return nil
}
