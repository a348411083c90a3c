package page

import (
	"net/http"
	"sync"

	"github.com/openhpp/openhpp/internal/qr"
	"github.com/openhpp/openhpp/internal/web"
)

// qrCache makes pictures of QR codes and keeps the last ones. A PNG costs
// milliseconds of a core and anybody with a link may ask for one in a thousand
// styles: so the same one is made once, and one client's network gets one at a
// time. The zero value is ready.
type qrCache struct {
	networks web.KeyedLock[string]

	mu     sync.Mutex
	images map[qrKey][]byte
	order  []qrKey // oldest first
}

// qrKey is what a picture is known by.
type qrKey struct {
	text string
	qrOptions
}

// maxCachedQRs bounds how many PNGs are kept, of some 10 KB each.
const maxCachedQRs = 256

// png answers a text as a PNG.
func (d *qrCache) png(r *http.Request, what qrKey) ([]byte, error) {
	if picture, ok := d.find(what); ok {
		return picture, nil
	}
	unlock, err := d.networks.Lock(r.Context(), web.ClientNetwork(r))
	if err != nil {
		return nil, err
	}
	defer unlock()
	if picture, ok := d.find(what); ok { // made while we waited
		return picture, nil
	}
	code, err := qr.Encode(what.text, what.style)
	if err != nil {
		return nil, err
	}
	picture, err := code.PNG(what.side)
	if err == nil {
		d.store(what, picture)
	}
	return picture, err
}

func (d *qrCache) find(what qrKey) ([]byte, bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	picture, ok := d.images[what]
	return picture, ok
}

func (d *qrCache) store(what qrKey, picture []byte) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.images == nil {
		d.images = map[qrKey][]byte{}
	}
	if len(d.order) == maxCachedQRs {
		delete(d.images, d.order[0])
		d.order = d.order[1:]
	}
	d.images[what] = picture
	d.order = append(d.order, what)
}
