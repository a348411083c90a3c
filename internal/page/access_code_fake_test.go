package page

import (
	"context"
	"time"

	"github.com/openhpp/openhpp/internal/hpp"
)

const (
	accessPath = "/eu/hpp/access"
	secret     = "d8Qx3vN5oT2mQxY7bRc4kL"
	phonePath  = accessPath + "/" + secret
	stopToken  = "9f1c6f0a.1.sGh7Ue0OEYw"
	stopPath   = "/eu/hpp/stop/" + stopToken
)

// fakeVisitors is the core as far as people without a link know it.
type fakeVisitors struct {
	access hpp.AccessView
	stop   hpp.StopView
	err    error // of every act
	open   error // of looking
	acts   []string
	opened func(number int64) // a message's link was followed
}

func newVisitors(visit hpp.PageView) fakeVisitors {
	session := visit.Session
	session.Purchase = visit.Purchase
	return fakeVisitors{
		access: hpp.AccessView{Code: "openhpp:abc", Digits: "123456789012", ExpiresAt: visit.Now.Add(9 * time.Minute), Now: visit.Now},
		stop:   hpp.StopView{Session: session, Contact: "a•••@example.com"},
	}
}

func (f *fakeVisitors) IssueAccessCode(context.Context, string) (string, error) {
	f.acts = append(f.acts, "new access")
	return secret, f.err
}

func (f *fakeVisitors) ViewAccessCode(_ context.Context, given string) (hpp.AccessView, error) {
	if given != secret {
		return hpp.AccessView{}, hpp.ErrNotFound
	}
	return f.access, f.open
}

func (f *fakeVisitors) RecordOpened(_ context.Context, _ hpp.PageView, number int64) {
	f.opened(number)
}

func (f *fakeVisitors) SendsReceipts() bool { return true }

func (f *fakeVisitors) SendReceipt(_ context.Context, _ hpp.PageView, email string) error {
	f.acts = append(f.acts, "receipt to "+email)
	return f.err
}

func (f *fakeVisitors) WatchAccessCode(string) hpp.Subscription { return &fakeWatch{} }

func (f *fakeVisitors) ViewStop(_ context.Context, token string) (hpp.StopView, error) {
	if token != stopToken {
		return hpp.StopView{}, hpp.ErrNotFound
	}
	return f.stop, f.open
}

func (f *fakeVisitors) StopMessages(_ context.Context, token string) error {
	if token != stopToken {
		return hpp.ErrNotFound
	}
	f.acts, f.stop.Stopped = append(f.acts, "stop"), f.err == nil
	return f.err
}

var (
	_ hpp.AccessCodes = (*fakeVisitors)(nil)
	_ hpp.Messages    = (*fakeVisitors)(nil)
)
