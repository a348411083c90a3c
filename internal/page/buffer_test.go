package page

import "testing"

// What one page was written with stands in no other, and a large one does not keep
// its memory.
func TestBuffers(t *testing.T) {
	for range 100 {
		b := takeBuffer()
		if b.Len() != 0 || b.Cap() > maxKeptBuffer {
			t.Fatalf("%d bytes of another page, room for %d", b.Len(), b.Cap())
		}
		b.WriteString("a payer's name")
		b.Grow(maxKeptBuffer + 1)
		giveBack(b)
		small := takeBuffer()
		if small.Len() != 0 {
			t.Fatalf("%q of another page", small.String())
		}
		small.WriteString("another name")
		giveBack(small)
	}
}
