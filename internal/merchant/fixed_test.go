package merchant

import (
	"errors"
	"strings"
	"testing"
)

func TestFix(t *testing.T) {
	s, store := newService()
	first, err := s.Fix(t.Context(), "ci", "secret", "Playground")
	if err != nil {
		t.Fatal(err)
	}
	again, err := s.Fix(t.Context(), "ci", "secret", "Playground")
	if err != nil || again != first || len(store.accounts) != 1 {
		t.Errorf("made again: %s, %v, %d merchants", again, err, len(store.accounts))
	}
	if m, err := s.Verify(t.Context(), "ci", "secret"); err != nil || m.ID() != first {
		t.Errorf("%s, %v", m.ID(), err)
	}
	if _, err := s.Fix(t.Context(), "ci", "other", "Playground"); !errors.Is(err, ErrOtherPassword) {
		t.Errorf("another password: %v", err)
	}
	elsewhere, _ := newService()
	if same, err := elsewhere.Fix(t.Context(), "ci", "secret", "Playground"); err != nil || same != first {
		t.Errorf("on another machine it is %s, %v; here %s", same, err, first)
	}
	if other, err := s.Fix(t.Context(), "ci2", "secret", "Playground"); err != nil || other == first {
		t.Errorf("another user name is %s, %v", other, err)
	}
}

func TestCheckPair(t *testing.T) {
	for pair, fine := range map[string]bool{
		"ci:secret": true, "a:b": true, "ci:with:colons": true, "åsa:lösen": true,
		"": false, "ci": false, ":secret": false, "ci:": false, "ci: secret": false, "c i:secret": false, "ci:secret\n": false,
		strings.Repeat("a", 101) + ":b": false, "a:" + strings.Repeat("b", 101): false, "a\x00:b": false,
	} {
		if _, _, err := CheckPair(pair); (err == nil) != fine {
			t.Errorf("%q: %v", pair, err)
		}
	}
}
