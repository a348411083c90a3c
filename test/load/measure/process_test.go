package measure

import (
	"os"
	"runtime"
	"testing"
	"time"
)

func TestResident(t *testing.T) {
	got, err := resident([]byte("Name:\topenhpp\nVmHWM:\t  9999 kB\nVmRSS:\t   2048 kB\nThreads:\t9\n"))
	if err != nil || got != 2<<20 {
		t.Errorf("got %d, %v", got, err)
	}
	for _, text := range []string{"", "Name: x\n", "VmRSS: much kB\n"} {
		if got, err := resident([]byte(text)); err == nil {
			t.Errorf("%q: got %d", text, got)
		}
	}
}

func TestSpent(t *testing.T) {
	const tail = " S 1 2 3 4 5 6 7 8 9 10 250 50 0 0 20 0"
	for _, name := range []string{"openhpp", "a b", "(x) 1 2 3)"} {
		if got, err := spent([]byte("77 (" + name + ")" + tail)); err != nil || got != 3*time.Second {
			t.Errorf("%q: got %s, %v", name, got, err)
		}
	}
	for _, text := range []string{"", "77 (x) S 1 2", "77 (x) S 1 2 3 4 5 6 7 8 9 10 x 50"} {
		if got, err := spent([]byte(text)); err == nil {
			t.Errorf("%q: got %s", text, got)
		}
	}
}

func TestWatch(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Log("only Linux tells; elsewhere the usage is zero")
	}
	stop := Watch(t.Context(), os.Getpid())
	x := 0
	began := time.Now()
	got := Usage{}
	// The system counts in hundredths of a second, and gives this process none
	// for as long as others are busy.
	for got.Wall < 50*time.Millisecond || runtime.GOOS == "linux" && got.CPU == 0 && time.Since(began) < time.Minute {
		for end := time.Now().Add(10 * time.Millisecond); time.Now().Before(end); {
			x++
		}
		got = stop()
	}
	if got.Wall < 50*time.Millisecond || (runtime.GOOS == "linux" && (got.RSS == 0 || got.CPU == 0)) {
		t.Errorf("got %+v after %d rounds", got, x)
	}
	if gone := Watch(t.Context(), -1)(); gone.RSS != 0 || gone.CPU != 0 {
		t.Errorf("a process that is not there took %+v", gone)
	}
}

func TestPerStep(t *testing.T) {
	u := Usage{CPU: 3 * time.Second, Wall: 2 * time.Second}
	if got := u.PerStep(1000); got != 1500*time.Microsecond {
		t.Errorf("got %s", got)
	}
	if got := u.PerStep(0); got != 0 {
		t.Errorf("of no rate: %s", got)
	}
}
