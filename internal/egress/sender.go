package egress

import (
	"net/http"
	"time"
)

// Sender is what those need of a Client who call foreign addresses. It follows no
// redirect, and its errors hold no address: merchants put secrets into those.
type Sender interface {
	Do(req *http.Request, timeout time.Duration) (*http.Response, error)
}
