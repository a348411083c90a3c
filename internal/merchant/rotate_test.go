package merchant

import (
	"bytes"
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// wound is a service whose clock the test moves, without trust in what was
// right a moment ago.
func wound() (*Service, *time.Time) {
	now := epoch
	return New(&fakeStore{}, bytes.Repeat([]byte("s"), 32), func() time.Time { return now }), &now
}

func verifies(t *testing.T, s *Service, pair Credentials, want error) {
	t.Helper()
	if _, err := s.Verify(t.Context(), pair.Username, pair.Password); !errors.Is(err, want) {
		t.Errorf("%s: %v, want %v", pair.Username, err, want)
	}
}

func TestRotateEndsTheOldPairAtOnce(t *testing.T) {
	s, _ := wound()
	first, other := create(t, s, "Lamps"), create(t, s, "Chairs")
	second, err := s.Rotate(t.Context(), first.MerchantID, 0)
	if err != nil {
		t.Fatal(err)
	}
	if second.MerchantID != first.MerchantID || second.Password == first.Password || second.WebhookSecret != first.WebhookSecret || second.Ending != nil {
		t.Errorf("rotated %+v into %+v", first, second)
	}
	verifies(t, s, first, ErrRefused)
	verifies(t, s, second, nil)
	verifies(t, s, other, nil)
}

// Both pairs work during the overlap, and the old one not a moment longer.
func TestRotateWithOverlap(t *testing.T) {
	s, now := wound()
	first := create(t, s, "Lamps")
	second, err := s.Rotate(t.Context(), first.MerchantID, 24*time.Hour)
	if err != nil {
		t.Fatal(err)
	}
	end := epoch.UTC().Truncate(time.Millisecond).Add(24 * time.Hour)
	if diff := cmp.Diff([]Login{{first.Username, end}}, second.Ending); diff != "" {
		t.Errorf("what ends, -want +got:\n%s", diff)
	}
	*now = end.Add(-time.Second)
	verifies(t, s, first, nil)
	verifies(t, s, second, nil)
	*now = end
	verifies(t, s, second, nil)
	*now = end.Add(trustPeriod)
	verifies(t, s, first, ErrRefused)
	verifies(t, s, second, nil)
}

func TestOverlapIsBounded(t *testing.T) {
	s, _ := wound()
	made := create(t, s, "Lamps")
	for _, overlap := range []time.Duration{-time.Nanosecond, MaxOverlap + 1} {
		_, rotate := s.Rotate(t.Context(), made.MerchantID, overlap)
		_, webhook := s.RotateWebhook(t.Context(), made.MerchantID, overlap)
		if rotate == nil || webhook == nil {
			t.Errorf("overlap %v: %v and %v", overlap, rotate, webhook)
		}
	}
	verifies(t, s, made, nil)
}

func TestDisabledMerchantsAreNotRotated(t *testing.T) {
	s, _ := wound()
	sales, all := create(t, s, "Lamps"), create(t, s, "Chairs")
	if err := errors.Join(s.CloseSales(t.Context(), sales.MerchantID), s.Disable(t.Context(), all.MerchantID)); err != nil {
		t.Fatal(err)
	}
	for _, c := range []Credentials{sales, all} {
		if _, err := s.Rotate(t.Context(), c.MerchantID, 0); !errors.Is(err, ErrDisabled) {
			t.Errorf("%v, want ErrDisabled", err)
		}
	}
	verifies(t, s, sales, nil)
}
