package merchantapi

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/openhpp/openhpp/internal/hpp"
)

func TestWhileSelling(t *testing.T) {
	for name, c := range map[string]struct {
		selling Selling
		status  int
		words   string
	}{
		"nobody asks": {nil, http.StatusNoContent, ""},
		"sells":       {func(context.Context, hpp.MerchantID) (bool, error) { return true, nil }, http.StatusNoContent, ""},
		"closed":      {func(context.Context, hpp.MerchantID) (bool, error) { return false, nil }, http.StatusForbidden, `"NOT_ALLOWED"`},
		"store fails": {func(context.Context, hpp.MerchantID) (bool, error) { return true, errors.New("down") }, http.StatusInternalServerError, `"INTERNAL_SERVER_ERROR"`},
	} {
		answer := httptest.NewRecorder()
		reached := false
		whileSelling(c.selling, func(w http.ResponseWriter, _ *http.Request, m hpp.Merchant) {
			reached = m.ID() == "m1"
			w.WriteHeader(http.StatusNoContent)
		})(answer, httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/", nil), hpp.Authenticated("m1", "Lamps"))
		if answer.Code != c.status || !strings.Contains(answer.Body.String(), c.words) || reached != (c.status == http.StatusNoContent) {
			t.Errorf("%s: %d %s, reached %v", name, answer.Code, answer.Body, reached)
		}
	}
}
