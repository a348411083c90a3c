package storetest

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/openhpp/openhpp/internal/hpp"
)

// versions are those of the last saves; a session that is not there has none.
func versions(t *testing.T, store hpp.Store) {
	for _, id := range []string{"s1", "s2", "s3"} {
		insert(t, store, session(id))
	}
	for range 2 {
		if _, err := store.Update(t.Context(), "s2", func(*hpp.Session) (hpp.Change, error) { return hpp.Change{}, nil }); err != nil {
			t.Fatal(err)
		}
	}
	got, err := store.Versions(t.Context(), []hpp.SessionID{"s1", "s2", "unknown"})
	if diff := cmp.Diff(map[hpp.SessionID]int64{"s1": 1, "s2": 3}, got); err != nil || diff != "" {
		t.Errorf("%v, versions (-want +got):\n%s", err, diff)
	}
	if got, err := store.Versions(t.Context(), nil); err != nil || len(got) != 0 {
		t.Errorf("of nothing: %v, %v", got, err)
	}
}
