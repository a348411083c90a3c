package measure

import (
	"testing"
	"time"
)

func TestWorked(t *testing.T) {
	for text, want := range map[string]time.Duration{
		"cpu  100 20 30 9999 8888 4 5 41 7 7\ncpu0 1 2 3 4 5 6 7 8 9 10\n": 2 * time.Second,
		"cpu0 100 20 30 9999 8888 4 5 41 7 7\n":                            0,
		"cpu 1 2 3\n":                                                      0,
		"cpu 1 2 x 4 5 6 7 8 9 10\n":                                       0,
		"":                                                                 0,
	} {
		if got := worked([]byte(text)); got != want {
			t.Errorf("%q: got %s, want %s", text, got, want)
		}
	}
}

func TestDisturbed(t *testing.T) {
	for _, c := range []struct {
		used  Usage
		cores int
		want  float64
	}{
		{Usage{Wall: 2 * time.Second, Others: time.Second}, 2, 0.25},
		{Usage{Wall: time.Second, Others: -20 * time.Millisecond}, 2, 0}, // clocks tick apart
		{Usage{Wall: time.Second, Others: 5 * time.Second}, 2, 1},
		{Usage{}, 2, 0},
	} {
		if got := c.used.Disturbed(c.cores); got != c.want {
			t.Errorf("%+v: got %v, want %v", c.used, got, c.want)
		}
	}
}

func TestUsageOfRounds(t *testing.T) {
	got := Usage{RSS: 5, CPU: 1, Wall: 2, Others: 3}.And(Usage{RSS: 4, CPU: 10, Wall: 20, Others: 30})
	if want := (Usage{RSS: 5, CPU: 11, Wall: 22, Others: 33}); got != want {
		t.Errorf("got %+v, want %+v", got, want)
	}
}
