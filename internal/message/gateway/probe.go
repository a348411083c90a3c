package gateway

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"mime"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/openhpp/openhpp/internal/message"
)

// probes are two messages that have nothing in common, full of what breaks a
// template without functions.
var probes = [2]message.SMS{
	{ID: "00000000-0000-4000-8000-000000000001", To: "+46701740605", Text: "a\"b\\c&d=e+f%20g<h>;#?/ö€\n'", Segments: 1},
	{ID: "00000000-0000-4000-8000-000000000002", To: "+447400123456", Text: "{}[]&&\"\"", Segments: 2, Unicode: true},
}

// probe composes two messages and looks whether they come out whole, and at the
// same host.
func (f requestTemplate) probe() error {
	var seen [2]*http.Request
	var bodies [2]string
	for i, probe := range probes {
		req, err := f.newRequest(context.Background(), probe)
		if err != nil {
			return err
		}
		body, err := io.ReadAll(req.Body)
		if err != nil {
			return err
		}
		if err := checkAddress(req.URL); err != nil {
			return err
		}
		if !carriesText(req, string(body), probe.Text) {
			return errors.New("must carry the text whole: use json in JSON, form in a form and query in the url around .Text, and say the Content-Type")
		}
		seen[i], bodies[i] = req, string(body)
	}
	if seen[0].URL.Host != seen[1].URL.Host || seen[0].URL.Scheme != seen[1].URL.Scheme {
		return errors.New("must have a url whose host is the same for every message")
	}
	number := strings.TrimPrefix(probes[0].To, "+")
	if !strings.Contains(seen[0].URL.String()+bodies[0], number) {
		return errors.New("must name the recipient: use .To in url or body")
	}
	return nil
}

func checkAddress(u *url.URL) error {
	switch {
	case (u.Scheme != "https" && u.Scheme != "http") || u.Hostname() == "":
		return errors.New("must have a url such as https://sms.example.com/send")
	case u.User != nil:
		return errors.New(`must have no user and password in the url: use the header "Authorization": "Basic {{basic \"user\" \"password\"}}"`)
	}
	return nil
}

// carriesText reports whether the text is whole for a reader of the request who
// follows its Content-Type.
func carriesText(req *http.Request, body, text string) bool {
	if query, err := url.ParseQuery(req.URL.RawQuery); err == nil && hasValue(query, text) {
		return true
	}
	kind, _, err := mime.ParseMediaType(req.Header.Get("Content-Type"))
	switch {
	case err != nil:
		return false
	case kind == "application/x-www-form-urlencoded":
		values, err := url.ParseQuery(body)
		return err == nil && hasValue(values, text)
	case kind == "application/json" || strings.HasSuffix(kind, "+json"):
		var value any
		return json.Unmarshal([]byte(body), &value) == nil && hasString(value, text)
	}
	return body != "" // another format: not checked
}

func hasValue(values url.Values, text string) bool {
	for _, all := range values {
		if slices.Contains(all, text) {
			return true
		}
	}
	return false
}

func hasString(value any, text string) bool {
	switch value := value.(type) {
	case string:
		return value == text
	case []any:
		return slices.ContainsFunc(value, func(v any) bool { return hasString(v, text) })
	case map[string]any:
		for _, v := range value {
			if hasString(v, text) {
				return true
			}
		}
	}
	return false
}
