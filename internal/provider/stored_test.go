package provider_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"os"
	"reflect"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/openhpp/openhpp/internal/provider/checkout"
	"github.com/openhpp/openhpp/internal/provider/endpoint"
	"github.com/openhpp/openhpp/internal/provider/order"
	stored "github.com/openhpp/openhpp/internal/provider/payer"
	"github.com/openhpp/openhpp/internal/provider/payment"
	"github.com/openhpp/openhpp/internal/provider/token"
)

// documents are the types of what rows hold, by the file of testdata/stored
// that an earlier version wrote with every member set.
func documents() map[string]any {
	return map[string]any{
		"session": &payment.Session{}, "order": &order.Order{}, "capture": &order.Capture{}, "refund": &order.Refund{},
		"token": &token.Token{}, "checkout": &checkout.Order{}, "attempt": &stored.Attempt{}, "answer": &endpoint.Answer{},
	}
}

// No stored type is one of the wire, at any depth: a change of an API changes no
// row.
func TestStoredTypesAreTheirOwn(t *testing.T) {
	seen := map[reflect.Type]bool{}
	var walk func(path string, of reflect.Type)
	walk = func(path string, of reflect.Type) {
		if seen[of] {
			return
		}
		seen[of] = true
		if strings.Contains(of.PkgPath(), "/internal/wire/") {
			t.Errorf("%s is %s", path, of)
		}
		switch of.Kind() {
		case reflect.Pointer, reflect.Slice, reflect.Map:
			walk(path, of.Elem())
		case reflect.Struct:
			for i := range of.NumField() {
				if field := of.Field(i); field.IsExported() && field.Tag.Get("json") != "-" {
					walk(path+"."+field.Name, field.Type)
				}
			}
		}
	}
	for name, document := range documents() {
		walk(name, reflect.TypeOf(document))
	}
	if len(seen) < 30 {
		t.Errorf("only %d types were seen", len(seen))
	}
}

// Rows that an earlier version wrote are read whole, and written back alike.
func TestStoredRowsStillRead(t *testing.T) {
	for name, document := range documents() {
		text, err := os.ReadFile("testdata/stored/" + name + ".json")
		if err != nil {
			t.Fatal(err)
		}
		decoder := json.NewDecoder(bytes.NewReader(text))
		decoder.DisallowUnknownFields()
		if err := decoder.Decode(document); err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		again, err := json.Marshal(document)
		if err != nil {
			t.Fatal(err)
		}
		var before, after any
		if err := errors.Join(json.Unmarshal(text, &before), json.Unmarshal(again, &after)); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(before, after); diff != "" {
			t.Errorf("%s (-before +after)\n%s", name, diff)
		}
	}
}
