package merchant_test

import (
	"errors"
	"testing"

	"github.com/openhpp/openhpp/internal/merchant"
)

func TestInsider(t *testing.T) {
	insider := merchant.NewInsider()
	user, password, err := insider.Credentials("m1")
	if err != nil {
		t.Fatal(err)
	}
	if m, err := insider.Verify(t.Context(), user, password); err != nil || m.ID() != "m1" {
		t.Errorf("own credentials: %q, %v", m.ID(), err)
	}
	_, foreign, _ := merchant.NewInsider().Credentials("m1")
	for name, c := range map[string][2]string{
		"another process": {user, foreign}, "no password": {user, ""}, "no merchant": {"insider.", password},
		"plain name": {"m1", password}, "nothing": {"", ""},
	} {
		if _, err := insider.Verify(t.Context(), c[0], c[1]); !errors.Is(err, merchant.ErrRefused) {
			t.Errorf("%s: %v, want refused", name, err)
		}
	}
}
