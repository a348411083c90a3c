package talk

import (
	"bytes"
	"encoding/base64"
	"fmt"
)

// Request writes a request as it goes over the wire. header holds further
// fields, a name and a value in turn.
func Request(method, host, path, body string, header ...string) []byte {
	text := fmt.Appendf(nil, "%s %s HTTP/1.1\r\nHost: %s\r\n", method, path, host)
	for i := 0; i+1 < len(header); i += 2 {
		text = fmt.Appendf(text, "%s: %s\r\n", header[i], header[i+1])
	}
	if body != "" {
		text = fmt.Appendf(text, "Content-Length: %d\r\n", len(body))
	}
	return append(append(text, "\r\n"...), body...)
}

// Basic is the value of an Authorization field.
func Basic(user, password string) string {
	return "Basic " + base64.StdEncoding.EncodeToString([]byte(user+":"+password))
}

// Between is what stands in text after the first before, up to the next after;
// empty when it does not.
func Between(text []byte, before, after string) string {
	_, rest, found := bytes.Cut(text, []byte(before))
	if !found {
		return ""
	}
	inner, _, found := bytes.Cut(rest, []byte(after))
	if !found {
		return ""
	}
	return string(inner)
}
