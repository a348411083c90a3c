package merchantimage

import (
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"hash/crc32"
	"image"
	"image/color"
	"image/gif"
	"testing"
)

// The most pixels that a file may have, on either side of a square.
const wide = 4096

// bits writes bits as JPEG has them: the highest first, a zero after each 0xFF.
type bits struct {
	out  bytes.Buffer
	acc  uint32
	have int
}

func (b *bits) put(value uint32, n int) {
	for i := n - 1; i >= 0; i-- {
		b.acc = b.acc<<1 | value>>i&1
		if b.have++; b.have == 8 {
			b.out.WriteByte(byte(b.acc))
			if byte(b.acc) == 0xFF {
				b.out.WriteByte(0)
			}
			b.acc, b.have = 0, 0
		}
	}
}

// bytes fills the last byte with ones.
func (b *bits) bytes() []byte {
	for b.have != 0 {
		b.put(1, 1)
	}
	return b.out.Bytes()
}

func segment(marker byte, body ...byte) []byte {
	return append([]byte{0xFF, marker, byte((len(body) + 2) >> 8), byte(len(body) + 2)}, body...)
}

// progressive is a JPEG of one colour whose last refinement, which says that
// there is nothing to refine, is repeated.
func progressive(side, refinements int) []byte {
	blocks := side / 8 * (side / 8)
	file := []byte{0xFF, 0xD8}
	file = append(file, segment(0xDB, append([]byte{0}, bytes.Repeat([]byte{1}, 64)...)...)...)
	var components []byte
	for id := range byte(3) {
		components = append(components, id+1, 0x11, 0)
	}
	file = append(file, segment(0xC2, append([]byte{8, byte(side >> 8), byte(side), byte(side >> 8), byte(side), 3}, components...)...)...)
	lengths := append([]byte{1}, make([]byte, 15)...) // one code of one bit
	file = append(file, segment(0xC4, append(append([]byte{0x00}, lengths...), 0)...)...)
	file = append(file, segment(0xC4, append(append([]byte{0x10}, lengths...), 0xE0)...)...) // the end of 2^14 blocks and more
	scan := func(header []byte, data []byte) {
		file = append(file, segment(0xDA, header...)...)
		file = append(file, data...)
	}
	var dc bits
	dc.put(0, 16)
	for range blocks * 3 / 16 {
		dc.put(0, 16)
	}
	scan([]byte{3, 1, 0, 2, 0, 3, 0, 0, 0, 0}, dc.bytes())
	ends := func() []byte {
		var ac bits
		for left := blocks; left > 0; left -= 1<<15 - 1 {
			ac.put(0, 1)
			ac.put(1<<14-1, 14)
		}
		return ac.bytes()
	}()
	scan([]byte{1, 1, 0, 1, 63, 0x01}, ends)
	for range refinements {
		scan([]byte{1, 1, 0, 1, 63, 0x10}, ends)
	}
	return append(file, 0xFF, 0xD9)
}

// deep is a PNG of sixteen bits a channel.
func deep(tb testing.TB) []byte {
	tb.Helper()
	var file bytes.Buffer
	file.WriteString("\x89PNG\r\n\x1a\n")
	chunk := func(name string, body []byte) {
		_ = binary.Write(&file, binary.BigEndian, uint32(len(body)))
		sum := crc32.NewIEEE()
		_, _ = sum.Write(append([]byte(name), body...))
		file.WriteString(name)
		file.Write(body)
		_ = binary.Write(&file, binary.BigEndian, sum.Sum32())
	}
	header := binary.BigEndian.AppendUint32(binary.BigEndian.AppendUint32(nil, wide), wide)
	chunk("IHDR", append(header, 16, 6, 0, 0, 0))
	var packed bytes.Buffer
	writer, err := zlib.NewWriterLevel(&packed, zlib.BestSpeed)
	if err != nil {
		tb.Fatal(err)
	}
	row := make([]byte, 1+wide*8)
	for range wide {
		if _, err := writer.Write(row); err != nil {
			tb.Fatal(err)
		}
	}
	if err := writer.Close(); err != nil {
		tb.Fatal(err)
	}
	chunk("IDAT", packed.Bytes())
	chunk("IEND", nil)
	return file.Bytes()
}

// indexed is a GIF of one colour.
func indexed(tb testing.TB) []byte {
	tb.Helper()
	var file bytes.Buffer
	if err := gif.Encode(&file, image.NewPaletted(image.Rect(0, 0, wide, wide), color.Palette{color.White, color.Black}), nil); err != nil {
		tb.Fatal(err)
	}
	return file.Bytes()
}

// tiny is a lossless WebP whose pixels take no bits at all: each of its five
// codes knows one symbol.
func tiny() []byte {
	var value uint64
	var at int
	var body []byte
	put := func(v uint64, n int) { // the lowest bit first
		value |= v << at
		for at += n; at >= 8; at -= 8 {
			body = append(body, byte(value))
			value >>= 8
		}
	}
	put(0x2F, 8)
	put(wide-1, 14)
	put(wide-1, 14)
	put(0, 1+3) // no alpha, version
	put(0, 1)   // no transform
	put(0, 1)   // no cache of colours
	put(0, 1)   // one group of codes
	for range 5 {
		put(0b0001, 1+1+1+1) // simple, one symbol of one bit: 0
	}
	put(0, 16)
	if len(body)%2 == 1 {
		body = append(body, 0)
	}
	file := append([]byte("RIFF"), binary.LittleEndian.AppendUint32(nil, uint32(4+8+len(body)))...)
	file = append(append(file, "WEBPVP8L"...), binary.LittleEndian.AppendUint32(nil, uint32(len(body)))...)
	return append(file, body...)
}
