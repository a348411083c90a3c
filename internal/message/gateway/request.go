package gateway

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"text/template"

	"golang.org/x/net/http/httpguts"

	"github.com/openhpp/openhpp/internal/message"
)

// requestTemplate makes the request for a message.
type requestTemplate struct {
	method    string
	url, body *template.Template
	headers   map[string]*template.Template
	from      string
	account
}

// templateData are what templates are filled with.
type templateData struct {
	message.SMS
	From string
	account
}

var templateFunctions = template.FuncMap{
	"json": func(text string) (string, error) { b, err := json.Marshal(text); return string(b), err },
	// query and form are the same: a blank is a plus in both.
	"query": url.QueryEscape,
	"form":  url.QueryEscape,
	"bare":  func(number string) string { return strings.TrimPrefix(number, "+") },
	"basic": func(user, secret string) string {
		return base64.StdEncoding.EncodeToString([]byte(user + ":" + secret))
	},
}

func newRequestTemplate(d Description, a account) (requestTemplate, error) {
	if !slices.Contains([]string{http.MethodGet, http.MethodPost, http.MethodPut}, d.Method) {
		return requestTemplate{}, errors.New("must have the method GET, POST or PUT")
	}
	f := requestTemplate{method: d.Method, headers: map[string]*template.Template{}, from: d.From, account: a}
	var err error
	if f.url, err = parseTemplate("url", d.URL); err != nil {
		return requestTemplate{}, err
	}
	if f.body, err = parseTemplate("body", d.Body); err != nil {
		return requestTemplate{}, err
	}
	for name, value := range d.Headers {
		if !httpguts.ValidHeaderFieldName(name) {
			return requestTemplate{}, errors.New("must have headers with valid names")
		}
		if f.headers[name], err = parseTemplate("header "+name, value); err != nil {
			return requestTemplate{}, err
		}
	}
	return f, nil
}

// parseTemplate leaves the library's error out: it may repeat a secret.
func parseTemplate(name, text string) (*template.Template, error) {
	t, err := template.New(name).Funcs(templateFunctions).Option("missingkey=error").Parse(text)
	if err != nil {
		return nil, fmt.Errorf("must have a valid template for %s: functions are json, query, form, bare and basic", name)
	}
	return t, nil
}

// newRequest is the request for one message.
func (f requestTemplate) newRequest(ctx context.Context, m message.SMS) (*http.Request, error) {
	with := templateData{SMS: m, From: f.from, account: f.account}
	address, err := render(f.url, with)
	if err != nil {
		return nil, err
	}
	body, err := render(f.body, with)
	if err != nil {
		return nil, err
	}
	req, err := http.NewRequestWithContext(ctx, f.method, address, strings.NewReader(body))
	if err != nil {
		return nil, errors.New("must have a url that is one for every message: use query where a value stands in it")
	}
	for name, t := range f.headers {
		value, err := render(t, with)
		if err != nil {
			return nil, err
		}
		if !httpguts.ValidHeaderFieldValue(value) {
			return nil, fmt.Errorf("must have a valid value for header %s", name)
		}
		req.Header.Set(name, value)
	}
	// On a kept connection that the gateway has closed meanwhile, it would be
	// unknown whether the message was sent.
	req.Close = true
	return req, nil
}

func render(t *template.Template, with templateData) (string, error) {
	var b strings.Builder
	if err := t.Execute(&b, with); err != nil {
		return "", fmt.Errorf("must have a template for %s that uses only .To, .Text, .From, .ID, .Unicode and .Segments", t.Name())
	}
	return b.String(), nil
}
