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
	access hpp.AccessVisit
	stop   hpp.StopVisit
	err    error // of every act
	open   error // of looking
	acts   []string
}

func newVisitors(visit hpp.Visit) fakeVisitors {
	session := visit.Session
	session.Purchase = visit.Purchase
	return fakeVisitors{
		access: hpp.AccessVisit{Code: "openhpp:abc", Digits: "123456789012", ExpiresAt: visit.Now.Add(9 * time.Minute), Now: visit.Now},
		stop:   hpp.StopVisit{Session: session, Shown: "a•••@example.com"},
	}
}

func (f *fakeVisitors) NewAccess(context.Context, string) (string, error) {
	f.acts = append(f.acts, "new access")
	return secret, f.err
}

func (f *fakeVisitors) ShowAccess(_ context.Context, given string) (hpp.AccessVisit, error) {
	if given != secret {
		return hpp.AccessVisit{}, hpp.ErrNotFound
	}
	return f.access, f.open
}

func (f *fakeVisitors) ShowStop(_ context.Context, token string) (hpp.StopVisit, error) {
	if token != stopToken {
		return hpp.StopVisit{}, hpp.ErrNotFound
	}
	return f.stop, f.open
}

func (f *fakeVisitors) StopMessages(_ context.Context, token string) error {
	if token != stopToken {
		return hpp.ErrNotFound
	}
	f.acts, f.stop.Done = append(f.acts, "stop"), f.err == nil
	return f.err
}

var (
	_ hpp.Visitors   = (*fakeVisitors)(nil)
	_ hpp.Recipients = (*fakeVisitors)(nil)
)
