package hpp

import "encoding/binary"

// referenceSigns are letters and digits that are not mistaken for each other.
const (
	referenceAlphabet = "23456789ACDEFGHJKMNPQRTVWXY"
	referenceLength   = 10
)

// reference is what a payer quotes where the merchant gave no word of its own:
// random and short. It derives from what the session never changes, so that
// sessions stored without one keep the same.
func (l Links) reference(s Session) string {
	sum := l.mac("reference", string(s.ID), string(s.Seed))
	n := binary.BigEndian.Uint64(sum)
	text := make([]byte, referenceLength)
	for i := range text {
		text[i] = referenceAlphabet[n%uint64(len(referenceAlphabet))]
		n /= uint64(len(referenceAlphabet))
	}
	return string(text)
}

// withReference is a session with its reference, also where it was stored without.
func (s *SessionService) withReference(session Session) Session {
	if session.Reference == "" && len(s.Links.secret) > 0 {
		session.Reference = s.Links.reference(session)
	}
	return session
}
