package sqlite_test

import (
	"testing"

	"github.com/openhpp/openhpp/internal/playground"
	"github.com/openhpp/openhpp/internal/store/storetest"
)

func TestPlayground(t *testing.T) {
	storetest.RunPlayground(t, openPlayground)
}

func openPlayground(t *testing.T) playground.Store {
	t.Helper()
	return open(t).Playground()
}
