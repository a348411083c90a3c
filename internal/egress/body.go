package egress

import (
	"errors"
	"io"
	"net/url"
	"sync"
)

// ErrTooLarge ends a body that is longer than Config.MaxBody.
var ErrTooLarge = errors.New("egress: the answer is too large")

// body bounds an answer and gives the host's turn back when it is closed.
type body struct {
	from io.ReadCloser
	left int64
	once sync.Once
	done func()
}

func (b *body) Read(p []byte) (int, error) {
	if b.left <= 0 {
		// One byte more tells a body of exactly the limit from a longer one.
		n, err := b.from.Read(make([]byte, 1))
		if n > 0 {
			return 0, ErrTooLarge
		}
		return 0, err
	}
	if int64(len(p)) > b.left {
		p = p[:b.left]
	}
	n, err := b.from.Read(p)
	b.left -= int64(n)
	return n, err
}

func (b *body) Close() error {
	err := b.from.Close()
	b.once.Do(b.done)
	return err
}

// withoutURL drops the address from a client's error: merchants put secrets
// into its query, and errors are logged.
func withoutURL(err error) error {
	if u, ok := errors.AsType[*url.Error](err); ok {
		return u.Err
	}
	return err
}
