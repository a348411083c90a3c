package fulltest_test

import (
	"errors"
	"testing"

	"github.com/openhpp/openhpp/internal/fulltest"
)

// ending writes down how a test ended.
type ending struct{ skipped, failed bool }

func (e *ending) Helper()      {}
func (e *ending) Skip(...any)  { e.skipped = true }
func (e *ending) Fatal(...any) { e.failed = true }

func TestWhatIsLackingFailsWhereEverythingMustRun(t *testing.T) {
	for setting, want := range map[string]ending{
		"":  {skipped: true, failed: true}, // a real Skip does not come back
		"1": {failed: true},
	} {
		t.Setenv(fulltest.Setting, setting)
		var got ending
		fulltest.Lack(&got, errors.New("no browser"))
		if got != want {
			t.Errorf("%s=%q: %+v, want %+v", fulltest.Setting, setting, got, want)
		}
	}
}

func TestLongTestsRunWhereEverythingMust(t *testing.T) {
	t.Setenv(fulltest.Setting, "1")
	var got ending
	fulltest.Long(&got, "waits a minute")
	if got != (ending{}) {
		t.Errorf("%+v, want a test that goes on", got)
	}
	t.Setenv(fulltest.Setting, "")
	fulltest.Long(&got, "waits a minute")
	if got.skipped != testing.Short() {
		t.Errorf("skipped: %t, with -short: %t", got.skipped, testing.Short())
	}
}
