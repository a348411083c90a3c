package provider_test

import (
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"
)

const keyName = "Klarna-Idempotency-Key"

func TestKeyRepeatsTheAnswer(t *testing.T) {
	p := newProvider(t)
	order := p.order()
	path := "/ordermanagement/v1/orders/" + order + "/captures"
	first := p.must(http.StatusCreated, "POST", path, tree{"captured_amount": 100}, keyName, "k1")
	for _, name := range []string{keyName, "Idempotency-Key"} {
		again := p.must(http.StatusCreated, "POST", path, tree{"captured_amount": 100.0, "description": nil}, name, "k1")
		if again.header.Get("Location") != first.header.Get("Location") || again.header.Get("Capture-Id") != first.header.Get("Capture-Id") {
			t.Errorf("a repeat under %s answers %v", name, again.header)
		}
	}
	if got := p.amounts(order); got != "PART_CAPTURED 23750 100 23650 1" {
		t.Error(got)
	}
	for name, r := range map[string]reply{
		"another body":    p.ask("POST", path, tree{"captured_amount": 101}, keyName, "k1"),
		"another address": p.ask("POST", "/ordermanagement/v1/orders/"+p.order()+"/captures", tree{"captured_amount": 100}, keyName, "k1"),
	} {
		if r.status != http.StatusUnprocessableEntity || !strings.HasPrefix(r.error(t), "IDEMPOTENCY_KEY_REUSED: ") {
			t.Errorf("%s: %d %s", name, r.status, r.body)
		}
	}
	if r := p.askAs("m2", "POST", "/payments/v1/sessions", lamp(), keyName, "k1"); r.status != http.StatusOK {
		t.Errorf("another merchant's key: %d %s", r.status, r.body)
	}
	p.pass(7 * 24 * time.Hour)
	second := p.must(http.StatusCreated, "POST", path, tree{"captured_amount": 100}, keyName, "k1")
	if second.header.Get("Capture-Id") == first.header.Get("Capture-Id") {
		t.Error("a key lives for ever")
	}
}

func TestKeyOfCreateAndUpdate(t *testing.T) {
	p := newProvider(t)
	first := p.must(http.StatusOK, "POST", "/payments/v1/sessions", lamp(), keyName, "create")
	again := p.must(http.StatusOK, "POST", "/payments/v1/sessions", lamp(), keyName, "create")
	if string(first.body) != string(again.body) {
		t.Errorf("%s\n%s", first.body, again.body)
	}
	var made created
	first.into(t, &made)
	path := "/payments/v1/sessions/" + made.ID
	p.must(http.StatusNoContent, "POST", path, tree{"merchant_reference1": "1"}, keyName, "update")
	p.must(http.StatusNoContent, "POST", path, tree{"merchant_reference1": "2"})
	p.must(http.StatusNoContent, "POST", path, tree{"merchant_reference1": "1"}, keyName, "update")
	var got tree
	p.must(http.StatusOK, "GET", path, nil).into(t, &got)
	if got["merchant_reference1"] != "2" {
		t.Error("a repeat changed the session again")
	}
}

// A refusal is no effect, so that its key can still have one.
func TestKeyOfRefusalStaysFree(t *testing.T) {
	p := newProvider(t)
	if r := p.ask("POST", "/payments/v1/sessions", tree{}, keyName, "k"); r.status != http.StatusBadRequest {
		t.Fatalf("%d %s", r.status, r.body)
	}
	p.must(http.StatusOK, "POST", "/payments/v1/sessions", lamp(), keyName, "k")
}

func TestKeyForm(t *testing.T) {
	p := newProvider(t)
	for name, header := range map[string][]string{
		"empty": {keyName, ""}, "long": {keyName, strings.Repeat("k", 256)}, "two": {keyName, "a", keyName, "b"}, "other name": {"Idempotency-Key", ""},
	} {
		if r := p.ask("POST", "/payments/v1/sessions", lamp(), header...); r.status != http.StatusBadRequest || !strings.HasPrefix(r.error(t), "BAD_VALUE: Bad value: ") {
			t.Errorf("%s: %d %s", name, r.status, r.body)
		}
	}
}

// One key fifty times at once has one effect.
func TestKeyAtOnce(t *testing.T) {
	p := newProvider(t)
	order := p.order()
	ids := make([]string, 50)
	var wg sync.WaitGroup
	for i := range ids {
		wg.Go(func() {
			r := p.ask("POST", "/ordermanagement/v1/orders/"+order+"/captures", tree{"captured_amount": 100}, keyName, "k")
			ids[i] = r.header.Get("Capture-Id")
		})
	}
	wg.Wait()
	for _, id := range ids {
		if id == "" || id != ids[0] {
			t.Fatalf("captures %v", ids)
		}
	}
	if got := p.amounts(order); got != "PART_CAPTURED 23750 100 23650 1" {
		t.Error(got)
	}
}
