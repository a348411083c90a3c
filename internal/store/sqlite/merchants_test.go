package sqlite_test

import (
	"testing"

	"github.com/openhpp/openhpp/internal/merchant"
	"github.com/openhpp/openhpp/internal/store/storetest"
)

func TestMerchants(t *testing.T) {
	storetest.RunMerchants(t, func(t *testing.T) merchant.Store {
		t.Helper()
		return open(t).Merchants()
	})
}
