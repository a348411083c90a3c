package fsck

import (
	"fmt"
	"slices"

	"github.com/openhpp/openhpp/internal/hpp"
)

// checkSearchKeys judges that a session is found by all that it says, and by its
// own merchant. What else is stored was said before it was kept in the session.
func checkSearchKeys(w whole) (wrong []string) {
	stored := make([]hpp.SearchKey, 0, len(w.found))
	for _, key := range w.found {
		stored = append(stored, key.SearchKey)
		if key.Merchant != w.Merchant {
			wrong = append(wrong, fmt.Sprintf("merchant %s finds it by its %s; only its own should", key.Merchant, key.Kind))
		}
	}
	for _, key := range w.SearchKeys {
		if !slices.Contains(stored, key) {
			wrong = append(wrong, fmt.Sprintf("it is not found by its %s; it should be", key.Kind))
		}
	}
	return wrong
}
