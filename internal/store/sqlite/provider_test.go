package sqlite_test

import (
	"testing"

	"github.com/openhpp/openhpp/internal/provider"
	"github.com/openhpp/openhpp/internal/store/storetest"
)

func TestProvider(t *testing.T) {
	storetest.RunProvider(t, openProvider)
}

func openProvider(t *testing.T) provider.Store {
	t.Helper()
	return open(t).Provider()
}
