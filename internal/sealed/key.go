package sealed

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"errors"
)

const idSize = 8 // bytes of a key's name

// ErrOpen means that a text was sealed under another key or for another place, or
// was changed since.
var ErrOpen = errors.New("sealed: it was sealed under another key or for another place, or was changed since")

// Key seals for one purpose. It is safe for concurrent use.
type Key struct {
	id   string
	aead cipher.AEAD
}

// New derives the key of a purpose from the server's secret: another secret or
// another purpose makes another key.
func New(secret []byte, purpose string) Key {
	block, err := aes.NewCipher(derive(secret, "openhpp sealed "+purpose, sha256.Size))
	if err != nil {
		panic(err) // only for a length that derive does not give
	}
	aead, err := cipher.NewGCMWithRandomNonce(block)
	if err != nil {
		panic(err) // only for a cipher of other blocks
	}
	return Key{hex.EncodeToString(derive(secret, "openhpp name of sealed "+purpose, idSize)), aead}
}

func derive(secret []byte, purpose string, size int) []byte {
	key, err := hkdf.Key(sha256.New, secret, nil, purpose, size)
	if err != nil {
		panic(err) // only for a length that no hash can give
	}
	return key
}

// ID names the key without telling anything of it: 16 hex digits. It is stored
// beside what was sealed, so that one knows which secret opens it.
func (k Key) ID() string { return k.id }

// Seal encrypts text for a place, which Open must name too: moved to another row,
// it cannot be opened.
func (k Key) Seal(text []byte, place ...string) []byte {
	return k.aead.Seal(nil, nil, text, joined(place))
}

// Open decrypts what Seal made; ErrOpen when it cannot.
func (k Key) Open(text []byte, place ...string) ([]byte, error) {
	opened, err := k.aead.Open(nil, nil, text, joined(place))
	if err != nil {
		return nil, ErrOpen
	}
	return opened, nil
}

// Overhead is how many bytes sealing adds.
func (k Key) Overhead() int { return k.aead.Overhead() }

// joined writes the parts of a place so that no two places are alike.
func joined(place []string) (text []byte) {
	for _, part := range place {
		text = binary.BigEndian.AppendUint32(text, uint32(len(part)))
		text = append(text, part...)
	}
	return text
}
