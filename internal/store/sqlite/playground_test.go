package sqlite_test

import (
	"testing"

	"github.com/openhpp/openhpp/internal/provider"
	"github.com/openhpp/openhpp/internal/store/storetest"
)

func TestPlayground(t *testing.T) {
	storetest.RunPlayground(t, openPlayground)
}

func openPlayground(t *testing.T) provider.Store {
	t.Helper()
	return open(t).Playground()
}
