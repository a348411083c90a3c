package screens

import (
	"io"
	"runtime"
	"strings"
	"testing"

	"github.com/openhpp/openhpp/internal/page"
	"github.com/openhpp/openhpp/internal/page/storybook"
)

// allocBudget is what one page may take of memory, in bytes. It is measured
// here, without the race detector, which takes memory of its own.
const allocBudget = 40 << 10

func TestAllocationBudget(t *testing.T) {
	const runs = 50
	for _, s := range storybook.Stories() {
		if strings.HasSuffix(s.Name, "-hostile") {
			continue // its words alone are larger
		}
		render := func() {
			if err := page.Render(io.Discard, s.Screen("sv"), "nonce", ""); err != nil {
				t.Fatal(err)
			}
		}
		render() // what is kept is made once
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		for range runs {
			render()
		}
		runtime.ReadMemStats(&after)
		each := (after.TotalAlloc - before.TotalAlloc) / runs
		t.Log(s.Name, each)
		if each > allocBudget {
			t.Errorf("%s takes %d bytes of memory", s.Name, each)
		}
	}
}
