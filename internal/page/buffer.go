package page

import (
	"bytes"
	"sync"
)

// maxKeptBuffer is the largest buffer that is kept, in bytes: a rare page that is
// larger does not hold its memory for good.
const maxKeptBuffer = 128 << 10

// buffers are kept: a page is written into memory before it goes out, and
// compressed into another.
var buffers = sync.Pool{New: func() any { return new(bytes.Buffer) }}

// takeBuffer is an empty buffer, until it is given back.
func takeBuffer() *bytes.Buffer {
	b := buffers.Get().(*bytes.Buffer) //nolint:forcetypeassert // nothing else is put there
	b.Reset()
	return b
}

// giveBack keeps a buffer for another page. Nothing may use its bytes afterwards.
func giveBack(b *bytes.Buffer) {
	if b.Cap() <= maxKeptBuffer {
		buffers.Put(b)
	}
}
