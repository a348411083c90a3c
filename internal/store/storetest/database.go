package storetest

import (
	"reflect"
	"testing"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/outbox"
	"github.com/openhpp/openhpp/internal/store/sqlrows"
)

// Database is an engine with all its stores: those whose statements engines
// share, and its own.
type Database struct {
	sqlrows.Stores
	Sessions hpp.Store
	Outbox   interface {
		outbox.Store
		outbox.Admin
	}
}

// Suite has a method for each store, with its checks. A new store's method is
// found by Run wherever it stands.
type Suite struct{ open func(*testing.T) Database }

// Run checks every store of an engine but its sweeps. open gives every case a
// new database.
func Run(t *testing.T, open func(*testing.T) Database) {
	t.Helper()
	suite := reflect.ValueOf(Suite{open})
	for i := range suite.NumMethod() {
		check, ok := suite.Method(i).Interface().(func(*testing.T))
		if !ok {
			t.Fatalf("Suite.%s is no check", suite.Type().Method(i).Name)
		}
		t.Run(suite.Type().Method(i).Name, check)
	}
}
