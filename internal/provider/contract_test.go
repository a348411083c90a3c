package provider_test

import (
	"bytes"
	"flag"
	"fmt"
	"net/http"
	"os"
	"strings"
	"sync"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"
	"github.com/getkin/kin-openapi/routers"
	"github.com/getkin/kin-openapi/routers/gorillamux"
)

// contracts are the descriptions every exchange of these tests must obey.
var contracts = sync.OnceValues(func() ([]routers.Router, error) {
	var all []routers.Router
	for _, file := range files {
		doc, err := openapi3.NewLoader().LoadFromFile("../../api/" + file + ".yaml")
		if err != nil {
			return nil, err
		}
		doc.Servers = openapi3.Servers{{URL: "http://api.test"}}
		router, err := gorillamux.NewRouter(doc)
		if err != nil {
			return nil, err
		}
		all = append(all, router)
	}
	return all, nil
})

// served are the operations that some test saw succeed.
var served sync.Map

// TestMain sees to it that no operation of any contract goes without a test,
// when all tests ran.
func TestMain(m *testing.M) {
	code := m.Run()
	if only := flag.Lookup("test.run").Value.String() + flag.Lookup("test.skip").Value.String() + flag.Lookup("test.list").Value.String(); code == 0 && only == "" {
		for _, id := range unserved() {
			fmt.Fprintln(os.Stderr, "no test saw this operation succeed:", id)
			code = 1
		}
	}
	os.Exit(code)
}

func unserved() (ids []string) {
	for _, file := range files {
		doc, err := openapi3.NewLoader().LoadFromFile("../../api/" + file + ".yaml")
		if err != nil {
			return []string{err.Error()}
		}
		for _, item := range doc.Paths.Map() {
			for _, operation := range item.Operations() {
				if _, ok := served.Load(operation.OperationID); !ok {
					ids = append(ids, operation.OperationID)
				}
			}
		}
	}
	return ids
}

// files are the contracts, without their ending.
var files = []string{"payments", "checkout", "customertoken", "ordermanagement"}

// obey checks one exchange. A refused request may itself break the contract:
// that is why it was refused. With lenient, so may one that was served.
func obey(tb testing.TB, lenient bool, r *http.Request, sent []byte, status int, header http.Header, body []byte) {
	tb.Helper()
	all, err := contracts()
	if err != nil {
		tb.Fatal(err)
	}
	for _, router := range all {
		described := r.Clone(r.Context())
		described.URL.Path = strings.TrimSuffix(strings.ReplaceAll(r.URL.Path, "//", "/"), "/")
		described.Body = http.NoBody
		route, params, err := router.FindRoute(described)
		if err != nil {
			continue
		}
		input := &openapi3filter.RequestValidationInput{
			Request: described, PathParams: params, Route: route,
			Options: &openapi3filter.Options{
				AuthenticationFunc:    openapi3filter.NoopAuthenticationFunc,
				IncludeResponseStatus: true, MultiError: true,
			},
		}
		if asked := route.Operation.RequestBody; asked != nil && status < 300 && len(sent) > 0 && !lenient {
			if bad := asked.Value.Content["application/json"].Schema.Value.VisitJSON(parseJSON(tb, sent)); bad != nil {
				tb.Errorf("%s %s took a request its contract forbids: %v", r.Method, r.URL.Path, bad)
			}
		}
		if status < 300 {
			served.Store(route.Operation.OperationID, true)
		}
		answer := &openapi3filter.ResponseValidationInput{
			RequestValidationInput: input, Status: status, Header: header, Options: input.Options,
		}
		answer.SetBodyBytes(bytes.Clone(body))
		if bad := openapi3filter.ValidateResponse(r.Context(), answer); bad != nil {
			tb.Errorf("%s %s: answer %d is not as described: %v\n%s", r.Method, r.URL.Path, status, bad, body)
		}
		return
	}
	published := strings.HasPrefix(r.URL.Path, "/payments/") || strings.HasPrefix(r.URL.Path, "/checkout/") || strings.HasPrefix(r.URL.Path, "/customer-token/") || strings.HasPrefix(r.URL.Path, "/ordermanagement/")
	if published && status < 400 && !strings.HasSuffix(r.URL.Path, "/redirect") {
		tb.Errorf("%s %s is in no contract", r.Method, r.URL.Path)
	}
}

// Every description must be a sound document, its examples included.
func TestContractsAreValid(t *testing.T) {
	for _, file := range files {
		doc, err := openapi3.NewLoader().LoadFromFile("../../api/" + file + ".yaml")
		if err != nil {
			t.Fatal(err)
		}
		if err := doc.Validate(t.Context()); err != nil {
			t.Errorf("%s.yaml: %v", file, err)
		}
	}
}
