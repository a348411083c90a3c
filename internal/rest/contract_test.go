package rest

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"
	"github.com/getkin/kin-openapi/routers"
	"github.com/getkin/kin-openapi/routers/gorillamux"

	"github.com/openhpp/openhpp/api"
)

// judges are the contracts, the published one and ours: every exchange of
// these tests is held against the one that has its path.
type judges []routers.Router

// FindRoute implements routers.Router.
func (j judges) FindRoute(r *http.Request) (route *routers.Route, parameters map[string]string, err error) {
	for _, one := range j {
		if route, parameters, err = one.FindRoute(r); err == nil {
			return route, parameters, nil
		}
	}
	return nil, nil, err
}

var judge = sync.OnceValues(func() (routers.Router, error) {
	var all judges
	for _, file := range []string{"hpp.yaml", "openhpp.yaml"} {
		text, err := api.Files.ReadFile(file)
		if err != nil {
			return nil, err
		}
		doc, err := openapi3.NewLoader().LoadFromData(text)
		if err != nil {
			return nil, err
		}
		if err := doc.Validate(context.Background()); err != nil { // examples included
			return nil, err
		}
		doc.Servers = nil // any host
		router, err := gorillamux.NewRouter(doc)
		if err != nil {
			return nil, err
		}
		all = append(all, router)
	}
	return all, nil
})

func TestContractIsValid(t *testing.T) {
	if _, err := judge(); err != nil {
		t.Fatal(err)
	}
}

// call sends one request and holds the exchange against the contract. Requests
// that break it on purpose are not judged, their answers are.
func call(t *testing.T, handler http.Handler, r *http.Request, honest bool) *httptest.ResponseRecorder {
	t.Helper()
	body, err := io.ReadAll(r.Body)
	if err != nil {
		t.Fatal(err)
	}
	r.Body = io.NopCloser(bytes.NewReader(body))
	w := httptest.NewRecorder()
	handler.ServeHTTP(w, r)
	router, err := judge()
	if err != nil {
		t.Fatal(err)
	}
	asked := r.Clone(t.Context())
	asked.Body = io.NopCloser(bytes.NewReader(body))
	route, parameters, err := router.FindRoute(asked)
	if err != nil {
		t.Fatalf("%s %s is not in the contract: %v", r.Method, r.URL.Path, err)
	}
	in := &openapi3filter.RequestValidationInput{Request: asked, PathParams: parameters, Route: route, Options: &openapi3filter.Options{
		IncludeResponseStatus: true, MultiError: true, AuthenticationFunc: openapi3filter.NoopAuthenticationFunc,
	}}
	if honest {
		if err := openapi3filter.ValidateRequest(t.Context(), in); err != nil {
			t.Errorf("the request breaks the contract: %v", err)
		}
	}
	if !strings.HasPrefix(r.Method, http.MethodHead) {
		out := &openapi3filter.ResponseValidationInput{RequestValidationInput: in, Status: w.Code, Header: w.Header(), Options: in.Options}
		out.SetBodyBytes(w.Body.Bytes())
		if err := openapi3filter.ValidateResponse(t.Context(), out); err != nil {
			t.Errorf("the answer %d breaks the contract: %v\n%s", w.Code, err, w.Body)
		}
	}
	if w.Header().Get("Klarna-Correlation-Id") == "" {
		t.Error("no correlation id")
	}
	return w
}

// The judge must be seen to refuse, or its silence says nothing.
func TestContractBites(t *testing.T) {
	router, err := judge()
	if err != nil {
		t.Fatal(err)
	}
	r := httptest.NewRequest(http.MethodGet, "/hpp/v1/sessions/a", nil)
	route, parameters, err := router.FindRoute(r)
	if err != nil {
		t.Fatal(err)
	}
	header := http.Header{"Content-Type": {"application/json"}, "Klarna-Correlation-Id": {"5b1e1b8e-9cc9-4c90-93a9-d73ff205bf76"}}
	for name, body := range map[string]string{
		"":                  `{"session_id":"a","status":"WAITING","updated_at":"2030-01-29T11:20:30.100Z","expires_at":"2030-01-29T11:20:30.100Z"}`,
		"unknown status":    `{"session_id":"a","status":"TIMEOUT","updated_at":"2030-01-29T11:20:30.100Z","expires_at":"2030-01-29T11:20:30.100Z"}`,
		"no status":         `{"session_id":"a","updated_at":"2030-01-29T11:20:30.100Z","expires_at":"2030-01-29T11:20:30.100Z"}`,
		"no milliseconds":   `{"session_id":"a","status":"WAITING","updated_at":"2030-01-29T11:20:30Z","expires_at":"2030-01-29T11:20:30.100Z"}`,
		"number for a name": `{"session_id":1,"status":"WAITING","updated_at":"2030-01-29T11:20:30.100Z","expires_at":"2030-01-29T11:20:30.100Z"}`,
	} {
		out := &openapi3filter.ResponseValidationInput{Status: 200, Header: header,
			RequestValidationInput: &openapi3filter.RequestValidationInput{Request: r, PathParams: parameters, Route: route}}
		out.SetBodyBytes([]byte(body))
		if err := openapi3filter.ValidateResponse(t.Context(), out); (err == nil) != (name == "") {
			t.Errorf("%q: %v", name, err)
		}
	}
}

func TestContractIsServed(t *testing.T) {
	for _, method := range []string{http.MethodGet, http.MethodHead} {
		w := httptest.NewRecorder()
		served(newFake(), &bytes.Buffer{}).ServeHTTP(w, httptest.NewRequest(method, "/openapi/hpp.yaml", nil))
		if w.Code != 200 || w.Header().Get("Content-Type") != "application/yaml" || w.Header().Get("Access-Control-Allow-Origin") != "*" {
			t.Errorf("%s: %d %v", method, w.Code, w.Header())
		}
		if want, _ := api.Files.ReadFile("hpp.yaml"); !bytes.Equal(want, w.Body.Bytes()) {
			t.Error("not the contract")
		}
	}
	for _, path := range []string{"/openapi/other.yaml", "/openapi/..%2fapi.go", "/openapi/", "/openapi/hpp.yaml%00"} {
		w := httptest.NewRecorder()
		served(newFake(), &bytes.Buffer{}).ServeHTTP(w, httptest.NewRequest(http.MethodGet, path, nil))
		if w.Code != 404 || w.Header().Get("Access-Control-Allow-Origin") != "" {
			t.Errorf("%s: %d %v", path, w.Code, w.Header())
		}
	}
}
