package fsck

import (
	"context"
	"errors"
	"testing"
)

// moments is a source whose lists are of several moments.
type moments struct{ fake }

func (m moments) OneMoment() bool { return false }

// halfDone has the events of a change that the session does not show yet.
func halfDone(n int) []Event {
	if n == 1 {
		return events(n)[:1]
	}
	return events(n)
}

// A change that was half seen is whole at the next look; a fault is there still.
func TestFindingsAreConfirmed(t *testing.T) {
	whole, torn := fake{sessions: 3}, fake{sessions: 3, events: halfDone}
	for name, c := range map[string]struct {
		sources []Source // one for each look
		found   bool
	}{
		"one moment":                 {[]Source{torn}, true},
		"several moments, whole":     {[]Source{moments{whole}}, false},
		"several moments, under way": {[]Source{moments{torn}, moments{whole}}, false},
		"several moments, a fault":   {[]Source{moments{torn}, moments{torn}}, true},
	} {
		t.Run(name, func(t *testing.T) {
			looks, found := 0, 0
			checking := check(t, nil, nil)
			checking.Found = func(Finding) { found++ }
			report, err := checking.RunOn(t.Context(), func(_ context.Context, use func(Source) error) error {
				looks++
				return use(c.sources[looks-1])
			})
			if err != nil || report.Passed() == c.found || (found > 0) != c.found || looks != len(c.sources) {
				t.Errorf("%d findings in %d looks, sound %v, %v", found, looks, report.Passed(), err)
			}
		})
	}
	gone := errors.New("the connection is lost")
	if _, err := check(t, nil, nil).RunOn(t.Context(), func(context.Context, func(Source) error) error { return gone }); !errors.Is(err, gone) {
		t.Error(err)
	}
}
