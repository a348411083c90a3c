package hpp

import "context"

// Read answers a merchant's session. One whose time has passed reads like an
// unknown one (docs/spec/hpp.md §1.2).
func (s *SessionService) Read(ctx context.Context, m Merchant, id SessionID) (Session, error) {
	session, err := s.Store.FindForMerchant(ctx, m.ID(), id)
	if err != nil {
		return Session{}, err
	}
	if session.HasExpired(s.now()) {
		return Session{}, ErrNotFound
	}
	return session, nil
}

// QR answers the token of the shared link, which a QR picture leads to.
func (s *SessionService) QR(ctx context.Context, token string) (string, error) {
	id, ok := SessionOfToken(token)
	if !ok {
		return "", ErrNotFound
	}
	session, err := s.Store.Find(ctx, id)
	if err != nil {
		return "", err
	}
	if !s.Links.Verify(session, PurposeQR, token) {
		return "", ErrNotFound
	}
	return s.Links.SharedToken(session), nil
}
