package docs

import (
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/openhpp/openhpp/internal/provider/order"
	openhppwire "github.com/openhpp/openhpp/internal/wire/openhpp"
)

var column = regexp.MustCompile("(?m)^\\| `([a-z0-9_]+)` \\|")

// The columns of files are those that are published, in the same order.
func TestColumnsArePublished(t *testing.T) {
	text, err := os.ReadFile("csv.md")
	if err != nil {
		t.Fatal(err)
	}
	_, sessions, _ := strings.Cut(string(text), "\n## Sessions\n")
	sessions, orders, _ := strings.Cut(sessions, "\n## Orders\n")
	for name, c := range map[string]struct {
		published string
		columns   []string
	}{"sessions": {sessions, openhppwire.SessionColumns}, "orders": {orders, order.Columns}} {
		var published []string
		for _, found := range column.FindAllStringSubmatch(c.published, -1) {
			published = append(published, found[1])
		}
		if diff := cmp.Diff(published, c.columns); diff != "" {
			t.Errorf("%s (-docs/csv.md +program):\n%s", name, diff)
		}
	}
}
