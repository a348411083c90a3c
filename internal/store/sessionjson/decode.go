package sessionjson

import json "github.com/go-json-experiment/json/v1"

// Read decodes a stored document into what it was made of. Every read of a
// session does it, so it is done by the faster of the decoders.
func Read(text []byte, into any) error { return json.Unmarshal(text, into) }
