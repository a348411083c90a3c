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
	visit   hpp.ModuleVisit
	err     error // of every act
	open    error // of OpenModule
	acts    []string
	once    string
	request hpp.DistributionRequest
	call    hpp.ModuleCall
}

func newTill(visit hpp.Visit) fakeTill {
	visit.FormKey, visit.Mark = tillKey, "1-pay-x"
	return fakeTill{visit: hpp.ModuleVisit{Visit: visit, View: hpp.SellerView, Channels: hpp.ModuleChannels, QR: qrs, Once: "once-1"}}
}

func (f *fakeTill) known(token string) error {
	switch token {
	case tillToken:
		return nil
	case oldToken:
		return hpp.ErrModuleOver
	}
	return hpp.ErrNotFound
}

func (f *fakeTill) OpenModule(_ context.Context, call hpp.ModuleCall) (hpp.ModuleVisit, error) {
	f.call = call
	if err := f.known(call.Token); err != nil {
		if errors.Is(err, hpp.ErrModuleOver) {
			return hpp.ModuleVisit{Visit: hpp.Visit{Purchase: f.visit.Purchase}, Profile: f.visit.Profile}, err
		}
		return hpp.ModuleVisit{}, err
	}
	return f.visit, f.open
}

func (f *fakeTill) PeekModule(_ context.Context, token string) (string, error) {
	if err := f.known(token); err != nil {
		return "", err
	}
	return f.visit.Mark, f.open
}

func (f *fakeTill) DistributeFrom(_ context.Context, token, once string, r hpp.DistributionRequest) error {
	if err := f.known(token); err != nil {
		return err
	}
	f.acts, f.once, f.request = append(f.acts, "distribute"), once, r
	return f.err
}

func (f *fakeTill) CloseModule(_ context.Context, token string) error {
	if err := f.known(token); err != nil {
		return err
	}
	f.acts = append(f.acts, "close")
	return f.err
}

var _ hpp.Modules = (*fakeTill)(nil)
