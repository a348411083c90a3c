package page

import (
	"context"
	"errors"

	"github.com/openhpp/openhpp/internal/hpp"
)

const (
	tillToken = "9f1c6f0a.1795615500.sGh7Ue0OEYw"
	tillPath  = "/eu/hpp/distributions/" + tillToken
	tillKey   = "till-key"
	oldToken  = "9f1c6f0a.1.old"
)

// fakeTill is the core as far as the distribution module knows it.
type fakeTill struct {
	visit   hpp.TillView
	err     error // of every act
	open    error // of OpenTill
	acts    []string
	once    string
	request hpp.DistributionRequest
	call    hpp.TillRequest
}

func newTill(visit hpp.PageView) fakeTill {
	visit.FormKey, visit.ChangeTag = tillKey, "1-pay-x"
	return fakeTill{visit: hpp.TillView{PageView: visit, Mode: hpp.SellerMode, Channels: hpp.TillChannels, QRToken: qrs, IdempotencyKey: "once-1"}}
}

func (f *fakeTill) known(token string) error {
	switch token {
	case tillToken:
		return nil
	case oldToken:
		return hpp.ErrTillTokenExpired
	}
	return hpp.ErrNotFound
}

func (f *fakeTill) OpenTill(_ context.Context, call hpp.TillRequest) (hpp.TillView, error) {
	f.call = call
	if err := f.known(call.Token); err != nil {
		if errors.Is(err, hpp.ErrTillTokenExpired) {
			return hpp.TillView{PageView: hpp.PageView{Purchase: f.visit.Purchase}, Profile: f.visit.Profile}, err
		}
		return hpp.TillView{}, err
	}
	return f.visit, f.open
}

func (f *fakeTill) WatchTill(_ context.Context, token string) (hpp.Watch, error) {
	if err := f.known(token); err != nil {
		return nil, err
	}
	return &fakeWatch{tag: func() string { return f.visit.ChangeTag }}, f.open
}

func (f *fakeTill) DistributeAtTill(_ context.Context, token, once string, r hpp.DistributionRequest) error {
	if err := f.known(token); err != nil {
		return err
	}
	f.acts, f.once, f.request = append(f.acts, "distribute"), once, r
	return f.err
}

func (f *fakeTill) DisableAtTill(_ context.Context, token string) error {
	if err := f.known(token); err != nil {
		return err
	}
	f.acts = append(f.acts, "close")
	return f.err
}

var _ hpp.Till = (*fakeTill)(nil)
