package sqlite_test

import (
	"testing"

	"github.com/openhpp/openhpp/internal/store/storetest"
)

func TestOutbox(t *testing.T) {
	storetest.RunOutbox(t, func(t *testing.T) storetest.OutboxFixture {
		db := open(t)
		return storetest.OutboxFixture{Rows: db.Outbox(), Sessions: db.Sessions()}
	})
}
