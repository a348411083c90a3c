package harness

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"testing"
)

// Answer is what the API said to a raw call.
type Answer struct {
	Status int
	Header http.Header
	Text   []byte
	Body   map[string]any // nil unless the text is a JSON object
}

// Call makes a raw call as the merchant, for what the client has no method for.
func (m *Merchant) Call(t *testing.T, method, path string, body any) Answer {
	t.Helper()
	var text bytes.Buffer
	if body != nil {
		if err := json.NewEncoder(&text).Encode(body); err != nil {
			t.Fatal(err)
		}
	}
	request, err := http.NewRequestWithContext(t.Context(), method, m.BaseURL+path, &text)
	if err != nil {
		t.Fatal(err)
	}
	request.SetBasicAuth(m.Username, m.Password)
	if body != nil {
		request.Header.Set("Content-Type", "application/json")
	}
	response, err := new(http.Client).Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = response.Body.Close() }()
	answer := Answer{Status: response.StatusCode, Header: response.Header}
	if answer.Text, err = io.ReadAll(response.Body); err != nil {
		t.Fatal(err)
	}
	_ = json.Unmarshal(answer.Text, &answer.Body)
	return answer
}

// Must is Call with the status it has to answer.
func (m *Merchant) Must(t *testing.T, status int, method, path string, body any) Answer {
	t.Helper()
	answer := m.Call(t, method, path, body)
	if answer.Status != status {
		t.Fatalf("%s %s: %d, want %d: %s", method, path, answer.Status, status, answer.Text)
	}
	return answer
}
