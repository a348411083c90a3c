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

// Till are the acts at a till. DistributionService implements it.
type Till interface {
	// OpenTill answers what to show now: ErrNotFound for a token that opens
	// nothing and for a profile that the merchant does not have, ErrTillTokenExpired
	// for a token whose time is over, with the purchase and the profile: that
	// must be said in a language, and where the module is framed. It changes
	// nothing.
	OpenTill(ctx context.Context, call TillRequest) (TillView, error)
	// WatchTill follows what a till shows; errors as of OpenTill.
	WatchTill(ctx context.Context, token string) (Watch, error)
	// DistributeAtTill is Distribute for a holder of the till's token; the
	// same once twice sends one message.
	DistributeAtTill(ctx context.Context, token, once string, r DistributionRequest) error
	// DisableAtTill ends the session, as its merchant would.
	DisableAtTill(ctx context.Context, token string) error
}

// ErrTillTokenExpired means that a token was true once and is too old now.
var ErrTillTokenExpired = errors.New("hpp: the distribution module's token is over")

// Report implements Distributor.
func (s *DistributionService) Report(ctx context.Context, m Merchant, id SessionID) ([]Distribution, error) {
	if _, err := s.Sessions.Store.FindForMerchant(ctx, m.ID(), id); err != nil {
		return nil, err
	}
	return s.Distributions.List(ctx, id)
}

// findByTillToken finds the session behind a module's token.
func (s *DistributionService) findByTillToken(ctx context.Context, token string) (Session, error) {
	id, ok := SessionOfToken(token)
	if !ok {
		return Session{}, ErrNotFound
	}
	session, err := s.Sessions.Store.Find(ctx, id)
	if err != nil {
		return Session{}, err
	}
	genuine, over := s.Sessions.Links.verifyTillToken(session, token, s.Sessions.now())
	switch {
	case !genuine:
		return Session{}, ErrNotFound
	case over:
		return session, ErrTillTokenExpired
	}
	return session, nil
}

// OpenTill implements Till.
func (s *DistributionService) OpenTill(ctx context.Context, call TillRequest) (TillView, error) {
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
	view, err := s.Sessions.view(ctx, opened{session: session, shared: true})
	if err != nil {
		return TillView{}, err
	}
	sent, err := s.Distributions.List(ctx, session.ID)
	if err != nil {
		return TillView{}, err
	}
	view.FormKey, view.ChangeTag = s.Sessions.Links.tillFormKey(session), tillChangeTag(view.ChangeTag, sent)
	v := TillView{
		PageView: view, Profile: profile, Mode: profile.TillMode, Channels: profile.Channels, Distributions: sent,
		QRToken: s.Sessions.Links.namedToken(session, PurposeQR), IdempotencyKey: s.Sessions.randomToken(),
	}
	switch mode := TillMode(strings.ToUpper(filledIn(call.ViewID))); mode {
	case SellerMode, SelfCheckoutMode:
		v.Mode = mode
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
func (s *DistributionService) tillProfile(ctx context.Context, session Session, asked string) (Profile, error) {
	if asked != "" {
		return findProfile(ctx, s.Sessions.Profiles, session.Merchant, asked)
	}
	profile, err := findProfile(ctx, s.Sessions.Profiles, session.Merchant, session.Profile)
	return profile, ignoreNotFound(err)
}

// filledIn is a parameter that the integrator filled in; the placeholder is none.
func filledIn(value string) string {
	if strings.HasPrefix(value, "{") {
		return ""
	}
	return value
}

// tillChangeTag adds what became of the messages to the session's change tag.
func tillChangeTag(tag string, sent []Distribution) string {
	sum := fnv.New32a()
	for _, d := range sent {
		_, _ = sum.Write([]byte(string(d.State) + "\n" + d.Reason + "\n"))
	}
	return tag + "-" + base64.RawURLEncoding.EncodeToString(binary.BigEndian.AppendUint32(nil, sum.Sum32()))
}

// DistributeAtTill implements Till.
func (s *DistributionService) DistributeAtTill(ctx context.Context, token, once string, r DistributionRequest) error {
	session, err := s.findByTillToken(ctx, token)
	if err != nil {
		return err
	}
	var key IdempotencyKey
	if once != "" {
		// No merchant can send this key: theirs have no control characters.
		key = IdempotencyKey{Value: "\x01module " + string(session.ID) + " " + once, Fingerprint: []byte(r.Method)}
	}
	if done, err := s.findRepeat(ctx, session.Merchant, &key); done {
		return err
	}
	return s.distribute(ctx, session, r, key)
}

// DisableAtTill implements Till.
func (s *DistributionService) DisableAtTill(ctx context.Context, token string) error {
	session, err := s.findByTillToken(ctx, token)
	if err != nil {
		return err
	}
	return s.Sessions.disable(ctx, session.ID, "at the till")
}
