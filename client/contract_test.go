package client_test

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"
	"github.com/getkin/kin-openapi/routers"
	"github.com/getkin/kin-openapi/routers/gorillamux"

	"github.com/openhpp/openhpp/api"
	"github.com/openhpp/openhpp/client"
)

// contract is a server made of the published contracts: it refuses requests
// that break them and answers with their own examples.
type contract struct {
	t       *testing.T
	routers []routers.Router
	called  map[string]bool // operations, as "sandbox.yaml runScript"
}

func newContract(t *testing.T) *contract {
	t.Helper()
	c := &contract{t: t, called: map[string]bool{}}
	for _, file := range contractFiles(t) {
		text, err := api.Files.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		document, err := openapi3.NewLoader().LoadFromData(text)
		if err != nil {
			t.Fatal(err)
		}
		document.Servers = nil // any host
		router, err := gorillamux.NewRouter(document)
		if err != nil {
			t.Fatal(err)
		}
		c.routers = append(c.routers, router)
	}
	return c
}

func (c *contract) RoundTrip(r *http.Request) (*http.Response, error) {
	c.t.Helper()
	for _, router := range c.routers {
		route, parameters, err := router.FindRoute(r)
		if err != nil {
			continue
		}
		input := &openapi3filter.RequestValidationInput{
			Request: r, PathParams: parameters, Route: route,
			Options: &openapi3filter.Options{MultiError: true, AuthenticationFunc: credentials},
		}
		if err := openapi3filter.ValidateRequest(r.Context(), input); err != nil {
			c.t.Errorf("%s %s breaks the contract: %v", r.Method, r.URL.Path, err)
		}
		c.called[operationName(route.Spec, route.Operation)] = true
		return c.example(r, route.Operation), nil
	}
	c.t.Errorf("%s %s is in no contract", r.Method, r.URL.Path)
	return &http.Response{StatusCode: http.StatusNotFound, Body: http.NoBody}, nil
}

func credentials(_ context.Context, input *openapi3filter.AuthenticationInput) error {
	if _, _, ok := input.RequestValidationInput.Request.BasicAuth(); !ok {
		return input.NewError(nil)
	}
	return nil
}

// example answers the first success the contract names, with its example.
func (c *contract) example(r *http.Request, operation *openapi3.Operation) *http.Response {
	for _, status := range []int{http.StatusOK, http.StatusCreated, http.StatusAccepted, http.StatusNoContent} {
		response := operation.Responses.Status(status)
		if response == nil {
			continue
		}
		answer := &http.Response{StatusCode: status, Header: http.Header{"Capture-Id": {"c1"}, "Refund-Id": {"r1"}}, Body: http.NoBody, Request: r}
		content := response.Value.Content.Get("application/json")
		if content == nil {
			return answer
		}
		body, err := json.Marshal(firstExample(content))
		if err != nil {
			c.t.Error(err)
		}
		answer.Body = io.NopCloser(bytes.NewReader(body))
		return answer
	}
	c.t.Errorf("%s has no success", operation.OperationID)
	return &http.Response{StatusCode: http.StatusInternalServerError, Body: http.NoBody}
}

func firstExample(content *openapi3.MediaType) any {
	if content.Example != nil {
		return content.Example
	}
	names := make([]string, 0, len(content.Examples))
	for name := range content.Examples {
		names = append(names, name)
	}
	slices.Sort(names)
	if len(names) == 0 {
		return nil
	}
	return content.Examples[names[0]].Value.Value
}

// TestCallsKeepTheContract sends every call, with every field it knows, and
// reads the contract's own answers.
func TestCallsKeepTheContract(t *testing.T) {
	published := newContract(t)
	c := &client.Client{BaseURL: "https://pay.test", Username: "u", Password: "p", HTTP: &http.Client{Transport: published}}
	ctx, key := t.Context(), client.WithIdempotencyKey("k")
	whole := lamp
	whole.Reference1, whole.Reference2 = "1001", "B"
	whole.Lines = slices.Clone(lamp.Lines)
	whole.Lines[0].Reference, whole.Lines[0].QuantityUnit = "LAMP-1", "pcs"

	answers := map[string]func() (string, error){
		"create payment": func() (string, error) { a, err := c.CreatePayment(ctx, whole, key); return a.SessionID, err },
		"read payment":   func() (string, error) { a, err := c.ReadPayment(ctx, "p1"); return a.Status, err },
		"place order":    func() (string, error) { a, err := c.PlaceOrder(ctx, "t1", whole, key); return a.OrderID, err },
		"create session": func() (string, error) {
			a, err := c.CreateSession(ctx, client.NewSession{
				PaymentSessionURL: c.PaymentURL("p1"), ProfileID: "87ab3565-5e06-4006-9ada-8eedc6926703",
				MerchantURLs: client.MerchantURLs{
					Success: "https://shop.test/s?o={{order_id}}", Cancel: "https://shop.test/c", Back: "https://shop.test/b",
					Failure: "https://shop.test/f", Error: "https://shop.test/e", StatusUpdate: "https://shop.test/u",
				},
				Options: &client.SessionOptions{
					PlaceOrderMode: client.ModeCaptureOrder, PurchaseType: "BUY", PageTitle: "Pay", LogoURL: "https://shop.test/l.png",
					Categories: []string{"PAY_LATER"}, PaymentFallback: true, SubtotalDetail: "HIDE",
					BackgroundImages: []client.Image{{URL: "https://shop.test/b.png", Width: 1280}},
				},
			}, key)
			return a.RedirectURL, err
		},
		"read session":    func() (string, error) { a, err := c.ReadSession(ctx, "s1"); return string(a.Status), err },
		"disable session": func() (string, error) { return "done", c.DisableSession(ctx, "s1") },
		"distribute by e-mail": func() (string, error) {
			return "done", c.Distribute(ctx, "s1", client.Distribution{Email: "kim@shop.test"}, key)
		},
		"distribute by SMS": func() (string, error) {
			return "done", c.Distribute(ctx, "s1", client.Distribution{Phone: "0701740605", PhoneCountry: "SE"})
		},
		"distribute by code": func() (string, error) {
			return "done", c.Distribute(ctx, "s1", client.Distribution{AccessID: "467521087419"})
		},
		"list distributions": func() (string, error) {
			all, err := c.Distributions(ctx, "s1")
			if err != nil || len(all) != 2 || all[1].OpenedAt.IsZero() || !all[0].SentAt.IsZero() || all[0].Reason == "" {
				return "", err
			}
			return all[0].State, nil
		},
		"resend link": func() (string, error) {
			a, err := c.ResendDistribution(ctx, "s1", 1, key)
			return a.DistributionID, err
		},
		"list sessions": func() (string, error) {
			list, err := c.ListSessions(ctx, client.SessionFilter{
				Statuses: []client.Status{client.Failed, client.Back}, Reference: "r", OrderID: "o", KlarnaReference: "k", PaymentSessionID: "p",
				Contact: "+46701740615", ProfileID: "till-1", Any: "x", From: time.Unix(1, 0), To: time.Unix(2, 5e6), Limit: 100, Cursor: "c",
			})
			if err != nil || len(list.Sessions) != 1 || list.Sessions[0].Deliveries.Delivered == 0 {
				return "", err
			}
			return list.Next, nil
		},
		"describe session": func() (string, error) { a, err := c.DescribeSession(ctx, "s1", true); return a.OrderID, err },
		"list deliveries": func() (string, error) {
			list, err := c.ListDeliveries(ctx, client.DeliveryFilter{
				States: []string{"WAITING"}, EndpointID: "status_update", SessionID: "s1", Type: "session.failed", From: time.Unix(1, 0), To: time.Unix(2, 0), Limit: 100, Cursor: "c",
			})
			if err != nil || len(list.Deliveries) != 1 || list.Deliveries[0].Tries[0].TookMS != 41 {
				return "", err
			}
			return list.Deliveries[0].DeliveryID, nil
		},
		"describe delivery": func() (string, error) {
			d, err := c.DescribeDelivery(ctx, "e1.status_update")
			if err != nil || d.Request == nil || d.Tries[0].Body == "" {
				return "", err
			}
			return d.Request.Curl, nil
		},
		"retry delivery": func() (string, error) { d, err := c.RetryDelivery(ctx, "e1.status_update", key); return d.State, err },
		"reopen session": func() (string, error) { a, err := c.ReopenSession(ctx, "s1"); return string(a.Status), err },
		"act on session": func() (string, error) {
			a, err := c.Act(ctx, "s1", client.Act{Outcome: "decline", Reason: "high_risk", Method: "PAY_LATER", Person: "SE", Wait: 5}, key)
			if err != nil || len(a.Events) != 2 || len(a.Deliveries) != 2 || a.Redirect == "" || a.Session.Status != client.Failed {
				return "", err
			}
			return a.Page, nil
		},
		"run script": func() (string, error) {
			a, err := c.RunScript(ctx, "s1", []client.Act{{Outcome: "code", Value: "123456"}}, key)
			if err != nil || len(a) != 1 || a[0].Refused == nil || len(a[0].Refused.Allowed) != 2 {
				return "", err
			}
			return a[0].Refused.Code, nil
		},
		"act on order":   func() (string, error) { a, err := c.ActOnOrder(ctx, "o1", "accept", key); return a.FraudStatus, err },
		"act on token":   func() (string, error) { a, err := c.ActOnToken(ctx, "t1", "suspend", key); return a.Status, err },
		"act on message": func() (string, error) { a, err := c.ActOnMessage(ctx, "m1", "bounce", "550", key); return a.State, err },
		"read catcher":   func() (string, error) { a, err := c.ReadCatcher(ctx); return a.URL, err },
		"program catcher": func() (string, error) {
			return "done", c.ProgramCatcher(ctx, "callbacks", client.CatcherProgram{Answers: []client.CatcherAnswer{{Status: 500, DelayMS: 10}}, Then: &client.CatcherAnswer{Status: 204}})
		},
		"list caught": func() (string, error) {
			a, err := c.ListCaught(ctx, client.CaughtFilter{Name: "callbacks", SessionID: "s1", Status: client.Completed, Wait: 5, Limit: 10, Cursor: "c"})
			if err != nil || len(a.Caught) != 1 || a.Caught[0].Headers.Get("Content-Type") == "" {
				return "", err
			}
			return a.Caught[0].Signature, nil
		},
		"forget caught": func() (string, error) { return "done", c.ForgetCaught(ctx, "callbacks") },
		"list orders": func() (string, error) {
			list, err := c.ListOrders(ctx, client.OrderFilter{
				Statuses: []string{"PART_CAPTURED"}, FraudStatuses: []string{"ACCEPTED"}, Reference: "r", From: time.Unix(1, 0), To: time.Unix(2, 0), Limit: 9, Cursor: "c",
			})
			if err != nil || len(list.Orders) != 1 || list.Orders[0].Captured != 2500 {
				return "", err
			}
			return list.Next, nil
		},
		"export sessions": func() (string, error) {
			return "done", c.ExportSessions(ctx, client.SessionFilter{Any: "x", Limit: 3, Cursor: "c"}, io.Discard)
		},
		"export orders": func() (string, error) {
			return "done", c.ExportOrders(ctx, client.OrderFilter{Reference: "x", Limit: 3, Cursor: "c"}, io.Discard)
		},
		"make module token": func() (string, error) { a, err := c.NewModule(ctx, "s1"); return a.Token, err },
		"read order":        func() (string, error) { a, err := c.ReadOrder(ctx, "o1"); return a.OrderID, err },
		"capture order": func() (string, error) {
			return c.CaptureOrder(ctx, "o1", client.NewCapture{Amount: 100, Description: "Sent", Reference: "parcel"}, key)
		},
	}
	maps.Copy(answers, moreCalls(ctx, c, key))
	defer published.checkAllCalled(t)
	for name, call := range answers {
		t.Run(name, func(t *testing.T) {
			got, err := call()
			if err != nil || got == "" {
				t.Errorf("got %q, %v, want the example's value", got, err)
			}
		})
	}
}

// An answer that is endless ends in an error, not in all the memory there is.
func TestAnEndlessAnswer(t *testing.T) {
	endless := &http.Client{Transport: roundTripper(func(r *http.Request) (*http.Response, error) {
		body := io.MultiReader(strings.NewReader(`{"session_id":"`), forever{})
		return &http.Response{StatusCode: http.StatusOK, Body: io.NopCloser(body), Request: r}, nil
	})}
	c := &client.Client{BaseURL: "https://pay.test", HTTP: endless}
	if _, err := c.ReadSession(t.Context(), "s1"); err == nil || !strings.Contains(err.Error(), "not the JSON expected") {
		t.Errorf("got %v", err)
	}
}

type forever struct{}

func (forever) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = 'x'
	}
	return len(p), nil
}
