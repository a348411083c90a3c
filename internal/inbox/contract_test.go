package inbox

import (
	"context"
	"flag"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"slices"
	"sync"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"
	"github.com/getkin/kin-openapi/routers"
	"github.com/getkin/kin-openapi/routers/gorillamux"
	"go.uber.org/goleak"
)

// contract is the description that every exchange of these tests is held against.
var contract = sync.OnceValues(func() (*openapi3.T, error) {
	openapi3filter.RegisterBodyDecoder("text/html", openapi3filter.RegisteredBodyDecoder("text/plain"))
	doc, err := openapi3.NewLoader().LoadFromFile("../../api/openhpp.yaml")
	if err != nil {
		return nil, err
	}
	doc.Servers = nil // any host
	return doc, doc.Validate(context.Background())
})

var judge = sync.OnceValues(func() (routers.Router, error) {
	doc, err := contract()
	if err != nil {
		return nil, err
	}
	return gorillamux.NewRouter(doc)
})

// served are the operations that some test saw succeed.
var served sync.Map

// TestMain sees to it that no operation of the inbox goes without a test, when
// all tests ran, and that nothing goes on after them.
func TestMain(m *testing.M) {
	code := m.Run()
	if only := flag.Lookup("test.run").Value.String() + flag.Lookup("test.skip").Value.String() + flag.Lookup("test.list").Value.String(); code == 0 && only == "" {
		for _, id := range unserved() {
			fmt.Fprintln(os.Stderr, "no test saw this operation succeed:", id)
			code = 1
		}
	}
	if err := goleak.Find(); err != nil && code == 0 {
		fmt.Fprintln(os.Stderr, err)
		code = 1
	}
	os.Exit(code)
}

func unserved() (ids []string) {
	doc, err := contract()
	if err != nil {
		return []string{err.Error()}
	}
	for _, item := range doc.Paths.Map() {
		for _, operation := range item.Operations() {
			if _, ok := served.Load(operation.OperationID); !ok && slices.Contains(operation.Tags, "Inbox") {
				ids = append(ids, operation.OperationID)
			}
		}
	}
	return ids
}

// exchange sends a request and holds it and its answer against the contract; a
// request that is refused as bad may break it, its answer may not.
func exchange(t *testing.T, handler http.Handler, r *http.Request) *httptest.ResponseRecorder {
	t.Helper()
	w := httptest.NewRecorder()
	handler.ServeHTTP(w, r)
	router, err := judge()
	if err != nil {
		t.Fatal(err)
	}
	route, parameters, err := router.FindRoute(r)
	if err != nil {
		t.Fatalf("%s %s is not in the contract: %v", r.Method, r.URL.Path, err)
	}
	in := &openapi3filter.RequestValidationInput{Request: r, PathParams: parameters, Route: route, Options: &openapi3filter.Options{
		IncludeResponseStatus: true, MultiError: true, AuthenticationFunc: openapi3filter.NoopAuthenticationFunc,
	}}
	if w.Code != http.StatusBadRequest {
		if err := openapi3filter.ValidateRequest(t.Context(), in); err != nil {
			t.Errorf("the request breaks the contract: %v", err)
		}
	}
	out := &openapi3filter.ResponseValidationInput{RequestValidationInput: in, Status: w.Code, Header: w.Header(), Options: in.Options}
	out.SetBodyBytes(w.Body.Bytes())
	if err := openapi3filter.ValidateResponse(t.Context(), out); err != nil {
		t.Errorf("%s %s: the answer %d breaks the contract: %v\n%s", r.Method, r.URL, w.Code, err, w.Body)
	}
	if w.Code < http.StatusMultipleChoices {
		served.Store(route.Operation.OperationID, true)
	}
	return w
}

// The judge must be seen to refuse, or its silence says nothing.
func TestContractBites(t *testing.T) {
	router, err := judge()
	if err != nil {
		t.Fatal(err)
	}
	r := httptest.NewRequest(http.MethodGet, Path+"/a", nil)
	route, parameters, err := router.FindRoute(r)
	if err != nil {
		t.Fatal(err)
	}
	header := http.Header{
		"Content-Type": {"application/json"}, "Cache-Control": {"no-store"},
		"Klarna-Correlation-Id": {"5b1e1b8e-9cc9-4c90-93a9-d73ff205bf76"},
	}
	const good = `"message_id":"a","to":"kim@shop.example","text":"","link":"","session_id":"s"`
	for name, body := range map[string]string{
		"":                `{` + good + `,"method":"sms","received_at":"2019-05-13T14:51:46.288Z"}`,
		"unknown method":  `{` + good + `,"method":"fax","received_at":"2019-05-13T14:51:46.288Z"}`,
		"no milliseconds": `{` + good + `,"method":"sms","received_at":"2019-05-13T14:51:46Z"}`,
		"no time":         `{` + good + `,"method":"sms"}`,
	} {
		out := &openapi3filter.ResponseValidationInput{Status: 200, Header: header,
			RequestValidationInput: &openapi3filter.RequestValidationInput{Request: r, PathParams: parameters, Route: route}}
		out.SetBodyBytes([]byte(body))
		if err := openapi3filter.ValidateResponse(t.Context(), out); (err == nil) != (name == "") {
			t.Errorf("%q: %v", name, err)
		}
	}
}
