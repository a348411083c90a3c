package hpp

import (
	"context"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"hash/fnv"
	"strings"
)

// TillView is everything the distribution module needs to show a session
// to a clerk or at a self-checkout.
type TillView struct {
	PageView
	Profile       Profile // the zero one: none was named
	Mode          TillMode
	Channels      []TillChannel
	Distributions []Distribution
	QRToken       string // token of the picture
	// IdempotencyKey makes a form count once, however often it is sent.
	IdempotencyKey string
}

// TillRequest names the module and how it was asked for: the values of
// profile_id and view_id in its address, or what an integrator left there.
type TillRequest struct{ Token, ProfileID, ViewID string }

// Till are the acts at a till. Service implements it.
type Till interface {
	// OpenTill answers what to show now: ErrNotFound for a token that opens
	// nothing and for a profile that the merchant does not have, ErrModuleOver
	// for a token whose time is over, with the purchase and the profile: that
	// must be said in a language, and where the module is framed. It changes
	// nothing.
	OpenTill(ctx context.Context, call TillRequest) (TillView, error)
	// PeekTill answers a mark that changes when the module has news.
	PeekTill(ctx context.Context, token string) (string, error)
	// DistributeAtTill is Distribute for whoever holds the module's token; the
	// same once twice sends one message.
	DistributeAtTill(ctx context.Context, token, once string, r DistributionRequest) error
	// DisableAtTill ends the session, as its merchant would.
	DisableAtTill(ctx context.Context, token string) error
}

// ErrTillTokenExpired means that a token was true once and is too old now.
var ErrTillTokenExpired = errors.New("hpp: the distribution module's token is over")

// NewModule implements Sessions.
func (s *Service) NewModule(ctx context.Context, m Merchant, id SessionID) (Session, error) {
	return s.Read(ctx, m, id)
}

// Report implements Sessions.
func (s *Service) Report(ctx context.Context, m Merchant, id SessionID) ([]Distribution, error) {
	if _, err := s.Store.FindForMerchant(ctx, m.ID(), id); err != nil {
		return nil, err
	}
	return s.Distributions.List(ctx, id)
}

// findByTillToken finds the session behind a module's token.
func (s *Service) findByTillToken(ctx context.Context, token string) (Session, error) {
	id, ok := SessionOfToken(token)
	if !ok {
		return Session{}, ErrNotFound
	}
	session, err := s.Store.Find(ctx, id)
	if err != nil {
		return Session{}, err
	}
	genuine, over := s.Links.verifyTillToken(session, token, s.now())
	switch {
	case !genuine:
		return Session{}, ErrNotFound
	case over:
		return session, ErrTillTokenExpired
	}
	return session, nil
}

// OpenTill implements Modules.
func (s *Service) OpenTill(ctx context.Context, call TillRequest) (TillView, error) {
	session, err := s.findByTillToken(ctx, call.Token)
	if errors.Is(err, ErrTillTokenExpired) {
		profile, _ := s.tillProfile(ctx, session, filledIn(call.ProfileID)) // without one it is said all the same
		return TillView{PageView: PageView{Purchase: session.Purchase}, Profile: profile}, err
	}
	if err != nil {
		return TillView{}, err
	}
	profile, err := s.tillProfile(ctx, session, filledIn(call.ProfileID))
	if err != nil {
		return TillView{}, err
	}
	visit, err := s.viewWithGate(ctx, session, viewer{})
	if err != nil {
		return TillView{}, err
	}
	sent, err := s.Distributions.List(ctx, session.ID)
	if err != nil {
		return TillView{}, err
	}
	visit.FormKey, visit.ChangeTag = s.Links.tillFormKey(session), tillChangeTag(visit.ChangeTag, sent)
	v := TillView{
		PageView: visit, Profile: profile, Mode: profile.TillMode, Channels: profile.Channels, Distributions: sent,
		QRToken: s.Links.namedToken(session, PurposeQR), IdempotencyKey: s.randomToken(),
	}
	switch view := TillMode(strings.ToUpper(filledIn(call.ViewID))); view {
	case SellerMode, SelfCheckoutMode:
		v.Mode = view
	}
	if v.Mode == "" {
		v.Mode = SellerMode
	}
	if len(v.Channels) == 0 {
		v.Channels = TillChannels
	}
	return v, nil
}

// tillProfile is the profile asked for, else the session's own. One that
// was deleted since the session was made is no reason to close the till.
func (s *Service) tillProfile(ctx context.Context, session Session, asked string) (Profile, error) {
	if asked != "" {
		return s.profile(ctx, session.Merchant, asked)
	}
	profile, err := s.profile(ctx, session.Merchant, session.Profile)
	return profile, ignoreNotFound(err)
}

// filledIn is a parameter that the integrator filled in; the placeholder is none.
func filledIn(value string) string {
	if strings.HasPrefix(value, "{") {
		return ""
	}
	return value
}

// PeekTill implements Modules.
func (s *Service) PeekTill(ctx context.Context, token string) (string, error) {
	session, err := s.findByTillToken(ctx, token)
	if err != nil {
		return "", err
	}
	mark, err := s.changeTag(ctx, session)
	if err != nil {
		return "", err
	}
	sent, err := s.Distributions.List(ctx, session.ID)
	return tillChangeTag(mark, sent), err
}

// tillChangeTag adds what became of the messages to the session's mark.
func tillChangeTag(mark string, sent []Distribution) string {
	sum := fnv.New32a()
	for _, d := range sent {
		_, _ = sum.Write([]byte(string(d.State) + "\n" + d.Reason + "\n"))
	}
	return mark + "-" + base64.RawURLEncoding.EncodeToString(binary.BigEndian.AppendUint32(nil, sum.Sum32()))
}

// DistributeAtTill implements Modules.
func (s *Service) DistributeAtTill(ctx context.Context, token, once string, r DistributionRequest) error {
	session, err := s.findByTillToken(ctx, token)
	if err != nil {
		return err
	}
	var claim IdempotencyKey
	if once != "" {
		// No merchant can send this key: theirs have no control characters.
		claim = IdempotencyKey{Value: "\x01module " + string(session.ID) + " " + once, Fingerprint: []byte(r.Method)}
	}
	if done, err := s.findRepeat(ctx, session.Merchant, &claim); done {
		return err
	}
	return s.distribute(ctx, session, r, claim)
}

// DisableAtTill implements Modules.
func (s *Service) DisableAtTill(ctx context.Context, token string) error {
	session, err := s.findByTillToken(ctx, token)
	if err != nil {
		return err
	}
	return s.disable(ctx, session.ID, "at the till")
}
