package playground

import (
	"crypto/rand"
	"encoding/json"
	"time"
)

// Service is the provider's use cases, one file each. All fields but
// NewReference and Wake are required.
type Service struct {
	Store Store
	// Secret signs client tokens and the addresses browsers are sent to.
	Secret []byte
	// PublicURL is the base of addresses for browsers, APIURL of those for
	// merchants' servers; neither ends in a slash.
	PublicURL string
	APIURL    string
	// Now is the clock; NewID is a source of unguessable ids.
	Now   func() time.Time
	NewID func() string
	// NewReference makes a klarna_reference; nil means eight random characters.
	NewReference func() string
	// Wake tells the job runner that something is due; nil means nobody.
	Wake func()
}

// timeFormat is how every time is written on the wire.
const timeFormat = "2006-01-02T15:04:05.000Z"

// now is UTC in the precision that is stored and shown.
func (s *Service) now() time.Time { return s.Now().UTC().Truncate(time.Millisecond) }

func (s *Service) wake() {
	if s.Wake != nil {
		s.Wake()
	}
}

// reference avoids 0, 1, I and O, which people mistake when reading aloud.
func (s *Service) reference() string {
	if s.NewReference != nil {
		return s.NewReference()
	}
	const signs, size = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ", 8
	var random [size]byte
	_, _ = rand.Read(random[:]) // never fails: it ends the process first
	for i, b := range random {
		random[i] = signs[int(b)%len(signs)] // 32 signs: no bias
	}
	return string(random[:])
}

// told is an answer with a JSON body.
func told(status int, body any) (Answer, error) {
	text, err := json.Marshal(body)
	return Answer{Status: status, Body: text}, err
}
