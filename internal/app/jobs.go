package app

import (
	"context"
	"encoding/json"
	"slices"
	"time"

	"github.com/openhpp/openhpp/internal/callback"
	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/outbox"
	"github.com/openhpp/openhpp/internal/provider"
	"github.com/openhpp/openhpp/internal/provider/endpoint"
	"github.com/openhpp/openhpp/internal/provider/merchantcalls"
	"github.com/openhpp/openhpp/internal/provider/order"
	"github.com/openhpp/openhpp/internal/provider/release"
)

// reconcileBackoff is how often a silent provider is asked what became of an attempt;
// the last wait repeats, since an unknown outcome must become known.
var reconcileBackoff = []time.Duration{0, 2 * time.Second, 5 * time.Second, 15 * time.Second, time.Minute, 5 * time.Minute, 15 * time.Minute}

// jobs makes the runner of everything that happens after a commit.
func (a *App) jobs(own *provider.Provider) *outbox.Runner {
	deliverer := callback.Deliverer{Client: a.shops, Secrets: a.merchants.WebhookSecrets, Now: time.Now}
	kinds := []outbox.Kind{
		callbacks(deliverer, hpp.JobCallback),
		callbacks(deliverer, hpp.JobRenewal),
		{Name: string(hpp.JobReconcile), Handle: session(a.sessions.Reconcile), Schedule: reconcileBackoff, Endless: true},
		{Name: string(hpp.JobPayerOutcome), Handle: payload(a.sessions.FollowPayer), Schedule: reconcileBackoff, Endless: true},
		{Name: string(hpp.JobReleaseToken), Handle: payload(a.sessions.ReleaseToken), Schedule: reconcileBackoff, Endless: true},
		{Name: string(hpp.JobEndAction), Handle: payload(a.sessions.EndAction), Schedule: reconcileBackoff, Endless: true},
		{Name: string(hpp.JobExpire), Handle: session(a.sessions.Expire), Schedule: reconcileBackoff, Endless: true, Unshared: true},
		{
			Name: string(hpp.JobMerchantImages), Handle: session(a.fetchPictures), Schedule: imageBackoff,
			Timeout: time.Minute, Workers: 4, Interruptible: true,
		},
		{Name: endpoint.NoticeKind, Handle: payload(a.follow), Schedule: reconcileBackoff, Endless: true},
	}
	kinds = append(kinds, a.messageJobs()...)
	if own != nil {
		kinds = append(kinds, a.providerJobs(own)...)
	}
	return outbox.NewRunner(a.db.outbox, outbox.Options{
		Now: time.Now, Log: a.log,
		Observe: func(kind string, outcome outbox.Outcome, _ time.Duration) {
			if slices.Contains(hpp.CallbackJobs, hpp.JobKind(kind)) {
				a.metrics.Callback(string(outcome))
			}
		},
	}, kinds...)
}

// providerJobs are what the built-in provider does of its own accord.
func (a *App) providerJobs(own *provider.Provider) []outbox.Kind {
	caller := merchantcalls.Caller{Client: a.shops, Acknowledged: own.Orders.Acknowledged, Now: time.Now}
	decide := func(ctx context.Context, row outbox.Job) error { return own.Orders.Decide(ctx, row.Subject) }
	return []outbox.Kind{
		{Name: order.DecideKind, Handle: decide, Schedule: reconcileBackoff, Endless: true},
		{Name: order.MoneyKind, Handle: payload(own.Orders.Reconcile), Schedule: reconcileBackoff, Endless: true},
		{Name: release.Kind, Handle: payload(own.GiveBack), Schedule: reconcileBackoff, Endless: true},
		{Name: merchantcalls.AuthorizationKind, Handle: payload(caller.Authorization), Schedule: merchantcalls.AuthorizationSchedule},
		{Name: merchantcalls.PushKind, Handle: payload(caller.Push), Schedule: merchantcalls.PushSchedule, Endless: true},
		{Name: merchantcalls.DecisionKind, Handle: payload(caller.Decision), Schedule: merchantcalls.DecisionSchedule},
	}
}

// callbacks are the jobs that call merchants. Many at once, since a receiver that
// hangs holds a worker for its three seconds.
func callbacks(d callback.Deliverer, kind hpp.JobKind) outbox.Kind {
	return outbox.Kind{
		Name: string(kind), HandleTry: deliver(d), Schedule: callback.Schedule,
		Timeout: callbackTimeout, Lease: callbackLease, Workers: 64,
	}
}

// A callback's lease outlasts its try and the recording of it.
const (
	callbackTimeout = 10 * time.Second
	callbackLease   = 40 * time.Second
)

// deliver hands a row's payload to the deliverer, and its answer to the record of tries.
func deliver(d callback.Deliverer) func(context.Context, outbox.Job) (*outbox.Try, error) {
	return func(ctx context.Context, row outbox.Job) (*outbox.Try, error) {
		answer, err := d.Deliver(ctx, row.Payload)
		if answer == nil {
			return nil, err
		}
		return &outbox.Try{Endpoint: hpp.StatusUpdate, Result: string(answer.Result), Status: answer.Status, Body: answer.Body}, err
	}
}

// session hands a row's subject to a use case.
func session(use func(context.Context, hpp.SessionID) error) func(context.Context, outbox.Job) error {
	return func(ctx context.Context, row outbox.Job) error { return use(ctx, hpp.SessionID(row.Subject)) }
}

// payload hands a row's payload to a handler.
func payload(use func(context.Context, []byte) error) func(context.Context, outbox.Job) error {
	return func(ctx context.Context, row outbox.Job) error { return use(ctx, row.Payload) }
}

// follow carries the built-in provider's notice over to the sessions on it.
func (a *App) follow(ctx context.Context, notice []byte) error {
	var n endpoint.Notice
	if err := json.Unmarshal(notice, &n); err != nil {
		return outbox.Permanent(err)
	}
	ref := hpp.PaymentRef{Provider: builtin, Kind: hpp.KindPayments, ID: n.ID}
	if n.Checkout {
		ref.Kind = hpp.KindCheckout
	}
	return a.sessions.Follow(ctx, ref)
}
