package report

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestNumber(t *testing.T) {
	for n, want := range map[float64]string{0: "0", 0.4: "0", 7: "7", 999: "999", 999.6: "1,000", 1000: "1,000", 123456: "123,456", 5_000_000: "5,000,000"} {
		if got := Number(n); got != want {
			t.Errorf("%v: got %q, want %q", n, got, want)
		}
	}
}

func TestTook(t *testing.T) {
	for d, want := range map[time.Duration]string{
		0: "", 40 * time.Microsecond: "0.04 ms", 1234 * time.Microsecond: "1.23 ms", 12_900 * time.Microsecond: "12 ms",
		999 * time.Millisecond: "999 ms", time.Second: "1.0 s", 83 * time.Second: "83.0 s",
	} {
		if got := Took(d); got != want {
			t.Errorf("%s: got %q, want %q", d, got, want)
		}
	}
}

func TestUnits(t *testing.T) {
	for got, want := range map[string]string{
		Micros(0): "", Micros(1500 * time.Microsecond): "1,500 µs", Bytes(150 << 20): "150 MB", Times(1.234): "1.23 ×", Share(0.256): "26 %",
	} {
		if got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
	if Times(0) != "" {
		t.Error("no ratio is written")
	}
}

func TestTable(t *testing.T) {
	want := `| work | a second |
|------|---------:|
| read |    1,000 |
| päge |     2 µs |
`
	if diff := cmp.Diff(want, Table([]string{"work", "a second"}, []string{"read", "1,000"}, []string{"päge", "2 µs"})); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff("| a   |   b |\n|-----|----:|\n", Table([]string{"a", "b"})); diff != "" {
		t.Error(diff)
	}
}
