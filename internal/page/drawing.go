package page

import (
	"net/http"
	"sync"

	"github.com/openhpp/openhpp/internal/qr"
	"github.com/openhpp/openhpp/internal/web"
)

// drawings makes pictures of QR codes and keeps the last ones. A PNG costs
// milliseconds of a core and anybody with a link may ask for one in a thousand
// styles: so the same one is made once, and one client's network gets one at a
// time. The zero value is ready.
type drawings struct {
	turns web.Turns[string]

	mu    sync.Mutex
	kept  map[drawn][]byte
	order []drawn // oldest first
}

// drawn is what a picture is known by.
type drawn struct {
	text string
	drawing
}

// keptDrawings bounds how many PNGs are kept, of some 10 KB each.
const keptDrawings = 256

// png answers a text as a PNG.
func (d *drawings) png(r *http.Request, what drawn) ([]byte, error) {
	if picture, ok := d.find(what); ok {
		return picture, nil
	}
	done, err := d.turns.Wait(r.Context(), web.ClientNetwork(r))
	if err != nil {
		return nil, err
	}
	defer done()
	if picture, ok := d.find(what); ok { // made while we waited
		return picture, nil
	}
	code, err := qr.Encode(what.text, what.style)
	if err != nil {
		return nil, err
	}
	picture, err := code.PNG(what.side)
	if err == nil {
		d.keep(what, picture)
	}
	return picture, err
}

func (d *drawings) find(what drawn) ([]byte, bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	picture, ok := d.kept[what]
	return picture, ok
}

func (d *drawings) keep(what drawn, picture []byte) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.kept == nil {
		d.kept = map[drawn][]byte{}
	}
	if len(d.order) == keptDrawings {
		delete(d.kept, d.order[0])
		d.order = d.order[1:]
	}
	d.kept[what] = picture
	d.order = append(d.order, what)
}
