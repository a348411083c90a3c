package merchantapi

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"net/url"
)

// cursorParameter is where a list goes on. It is no part of what a list asks for,
// and neither is how long a page is.
const cursorParameter = "cursor"

// filterHash stands for what a list asks for: a cursor of another is refused.
func filterHash(path string, values url.Values) []byte {
	asked := url.Values{}
	for name, all := range values {
		if name != cursorParameter && name != "limit" {
			asked[name] = all
		}
	}
	sum := sha256.Sum256([]byte(path + "?" + asked.Encode()))
	return sum[:8]
}

// position is what a cursor holds.
type position struct {
	Filter []byte          `json:"f"`
	Place  json.RawMessage `json:"p"`
}

// Cursor reads where the list at a path goes on into place; without one, place stays
// as it is. It is no secret and opens nothing: a list holds its own merchant's rows
// alone.
func (q *Query) Cursor(path string, place any) {
	const right = "must be the `next` of a page of this list, with the same filters"
	text := q.Text(cursorParameter, 1000)
	if text == "" {
		return
	}
	var at position
	plain, err := base64.RawURLEncoding.DecodeString(text)
	if err == nil {
		err = json.Unmarshal(plain, &at)
	}
	if err != nil || string(at.Filter) != string(filterHash(path, q.values)) || json.Unmarshal(at.Place, place) != nil {
		q.faults.Add(cursorParameter, right)
	}
}

// Next is the cursor of what follows a place, of the list at a path.
func (q *Query) Next(path string, place any) string {
	text, _ := json.Marshal(place) // numbers and texts
	text, _ = json.Marshal(position{filterHash(path, q.values), text})
	return base64.RawURLEncoding.EncodeToString(text)
}
