package hpp

import (
	"context"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"hash/fnv"
	"strings"
)

// ModuleVisit is everything the distribution module needs to show a session
// to a clerk or at a self-checkout.
type ModuleVisit struct {
	Visit
	Profile       Profile // the zero one: none was named
	View          ModuleView
	Channels      []ModuleChannel
	Distributions []Distribution
	QR            string // token of the picture
	// Once makes a form count once, however often it is sent.
	Once string
}

// ModuleCall names the module and how it was asked for: the values of
// profile_id and view_id in its address, or what an integrator left there.
type ModuleCall struct{ Token, ProfileID, ViewID string }

// Modules are the acts at a till. Service implements it.
type Modules interface {
	// OpenModule answers what to show now: ErrNotFound for a token that opens
	// nothing and for a profile that the merchant does not have, ErrModuleOver
	// for a token whose time is over, with the purchase and the profile: that
	// must be said in a language, and where the module is framed. It changes
	// nothing.
	OpenModule(ctx context.Context, call ModuleCall) (ModuleVisit, error)
	// PeekModule answers a mark that changes when the module has news.
	PeekModule(ctx context.Context, token string) (string, error)
	// DistributeFrom is Distribute for whoever holds the module's token; the
	// same once twice sends one message.
	DistributeFrom(ctx context.Context, token, once string, r DistributionRequest) error
	// CloseModule ends the session, as its merchant would.
	CloseModule(ctx context.Context, token string) error
}

// ErrModuleOver means that a token was true once and is too old now.
var ErrModuleOver = errors.New("hpp: the distribution module's token is over")

// NewModule implements Sessions.
func (s *Service) NewModule(ctx context.Context, m Merchant, id SessionID) (Session, error) {
	return s.Read(ctx, m, id)
}

// Report implements Sessions.
func (s *Service) Report(ctx context.Context, m Merchant, id SessionID) ([]Distribution, error) {
	if _, err := s.Store.Session(ctx, m.ID(), id); err != nil {
		return nil, err
	}
	return s.Distributions.List(ctx, id)
}

// module finds the session behind a module's token.
func (s *Service) module(ctx context.Context, token string) (Session, error) {
	id, ok := Named(token)
	if !ok {
		return Session{}, ErrNotFound
	}
	session, err := s.Store.Find(ctx, id)
	if err != nil {
		return Session{}, err
	}
	genuine, over := s.Links.moduleOpens(session, token, s.now())
	switch {
	case !genuine:
		return Session{}, ErrNotFound
	case over:
		return session, ErrModuleOver
	}
	return session, nil
}

// OpenModule implements Modules.
func (s *Service) OpenModule(ctx context.Context, call ModuleCall) (ModuleVisit, error) {
	session, err := s.module(ctx, call.Token)
	if errors.Is(err, ErrModuleOver) {
		profile, _ := s.moduleProfile(ctx, session, filled(call.ProfileID)) // without one it is said all the same
		return ModuleVisit{Visit: Visit{Purchase: session.Purchase}, Profile: profile}, err
	}
	if err != nil {
		return ModuleVisit{}, err
	}
	profile, err := s.moduleProfile(ctx, session, filled(call.ProfileID))
	if err != nil {
		return ModuleVisit{}, err
	}
	visit, err := s.look(ctx, session, reader{})
	if err != nil {
		return ModuleVisit{}, err
	}
	sent, err := s.Distributions.List(ctx, session.ID)
	if err != nil {
		return ModuleVisit{}, err
	}
	visit.FormKey, visit.Mark = s.Links.moduleKey(session), moduleMark(visit.Mark, sent)
	v := ModuleVisit{
		Visit: visit, Profile: profile, View: profile.View, Channels: profile.Channels, Distributions: sent,
		QR: s.Links.named(session, PurposeQR), Once: s.random(),
	}
	switch view := ModuleView(strings.ToUpper(filled(call.ViewID))); view {
	case SellerView, SelfCheckoutView:
		v.View = view
	}
	if v.View == "" {
		v.View = SellerView
	}
	if len(v.Channels) == 0 {
		v.Channels = ModuleChannels
	}
	return v, nil
}

// moduleProfile is the profile asked for, else the session's own. One that
// was deleted since the session was made is no reason to close the till.
func (s *Service) moduleProfile(ctx context.Context, session Session, asked string) (Profile, error) {
	if asked != "" {
		return s.profile(ctx, session.Merchant, asked)
	}
	profile, err := s.profile(ctx, session.Merchant, session.Profile)
	return profile, gone(err)
}

// filled is a parameter that the integrator filled in; the placeholder is none.
func filled(value string) string {
	if strings.HasPrefix(value, "{") {
		return ""
	}
	return value
}

// PeekModule implements Modules.
func (s *Service) PeekModule(ctx context.Context, token string) (string, error) {
	session, err := s.module(ctx, token)
	if err != nil {
		return "", err
	}
	mark, err := s.peek(ctx, session)
	if err != nil {
		return "", err
	}
	sent, err := s.Distributions.List(ctx, session.ID)
	return moduleMark(mark, sent), err
}

// moduleMark adds what became of the messages to the session's mark.
func moduleMark(mark string, sent []Distribution) string {
	sum := fnv.New32a()
	for _, d := range sent {
		_, _ = sum.Write([]byte(string(d.State) + "\n" + d.Reason + "\n"))
	}
	return mark + "-" + base64.RawURLEncoding.EncodeToString(binary.BigEndian.AppendUint32(nil, sum.Sum32()))
}

// DistributeFrom implements Modules.
func (s *Service) DistributeFrom(ctx context.Context, token, once string, r DistributionRequest) error {
	session, err := s.module(ctx, token)
	if err != nil {
		return err
	}
	var claim Claim
	if once != "" {
		// No merchant can send this key: theirs have no control characters.
		claim = Claim{Key: "\x01module " + string(session.ID) + " " + once, Fingerprint: []byte(r.Method)}
	}
	if done, err := s.claimed(ctx, session.Merchant, &claim); done {
		return err
	}
	return s.handOver(ctx, session, r, claim)
}

// CloseModule implements Modules.
func (s *Service) CloseModule(ctx context.Context, token string) error {
	session, err := s.module(ctx, token)
	if err != nil {
		return err
	}
	return s.disable(ctx, session.ID, "at the till")
}
