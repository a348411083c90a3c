package harness

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strings"
)

// A payer whose provider is a merchant's account elsewhere acts on a step of the
// page, or at the provider's own page.

// GoToStep goes from the page at a link to the provider's step; an empty address
// says that the page leads to none, and what it shows instead.
func (p *Payer) GoToStep(ctx context.Context, link string) (step string, page Page, err error) {
	page, err = p.Open(ctx, link)
	if err != nil || page.Outcome != "" || page.Asks != "pay" {
		return "", page, unexpectedAt("page", page, err)
	}
	page.fields.Set("payment_method_category", "pay_later")
	page, err = p.do(ctx, http.MethodPost, link+"/pay", page.fields)
	if err != nil || !strings.Contains(page.Leads, "/hpp/pay/") {
		return "", page, unexpectedAt("pay", page, err)
	}
	step = page.Leads
	page, err = p.do(ctx, http.MethodGet, step, nil)
	return step, page, unexpectedAt("step", page, err)
}

// Report posts what the provider's script would have said.
func (p *Payer) Report(ctx context.Context, step string, page Page, result, token string) (Page, error) {
	form := url.Values{"page_key": page.fields["page_key"], "result": {result}, "authorization_token": {token}}
	answer, err := p.do(ctx, http.MethodPost, step+"/result", form)
	return answer, unexpectedAt("report", answer, err)
}

// LeaveStep goes on at the provider's own page, and answers its address.
func (p *Payer) LeaveStep(ctx context.Context, step string, page Page) (string, error) {
	answer, err := p.do(ctx, http.MethodPost, step+"/redirect", url.Values{"page_key": page.fields["page_key"]})
	if err == nil && answer.Leads == "" {
		err = fmt.Errorf("leaving the step leads nowhere: status %d", answer.Status)
	}
	return answer.Leads, err
}

// ReturnToStep comes back from the provider's own page.
func (p *Payer) ReturnToStep(ctx context.Context, step, result string) (Page, error) {
	answer, err := p.do(ctx, http.MethodGet, step+"/return?result="+result, nil)
	return answer, unexpectedAt("return", answer, err)
}

// GoBack leaves for the shop.
func (p *Payer) GoBack(ctx context.Context, link string) (Page, error) {
	page, err := p.Open(ctx, link)
	if err != nil {
		return page, err
	}
	answer, err := p.do(ctx, http.MethodPost, link+"/back", page.fields)
	return answer, unexpectedAt("back", answer, err)
}

// unexpectedAt is an error for a server that did not answer, or is in trouble.
func unexpectedAt(what string, page Page, err error) error {
	if err == nil && page.Status < http.StatusInternalServerError {
		return nil
	}
	return unexpected(what, page, err)
}

// Authorize acts as the stand-in of the provider's script does in its frame: the
// payer confirms the payment that a client token opens. The same key again is the
// same authorization, another one replaces it.
func (p *Payer) Authorize(ctx context.Context, company, clientToken, key, email string) (token string, err error) {
	var verdict struct{ Result, Token, Error string }
	for _, code := range []string{"", "123456"} {
		body, err := json.Marshal(map[string]string{"key": key, "category": "pay_later", "email": email, "code": code})
		if err != nil {
			return "", err
		}
		request, err := http.NewRequestWithContext(ctx, http.MethodPost, company+"/playground/sdk/v1/authorize", bytes.NewReader(body))
		if err != nil {
			return "", err
		}
		request.Header.Set("Content-Type", "application/json")
		request.Header.Set("Origin", company)
		request.Header.Set("Authorization", "Bearer "+clientToken)
		response, err := p.client.Do(request)
		if err != nil {
			return "", err
		}
		err = json.NewDecoder(response.Body).Decode(&verdict)
		_ = response.Body.Close()
		if err != nil || verdict.Result == "approved" {
			return verdict.Token, err
		}
	}
	return "", fmt.Errorf("not authorized: %+v", verdict)
}
