package hpp

import (
	"context"
	"sync"
	"time"
)

// Whoever has a link can have its page loaded as often as they like, and a payment
// at a merchant's own account elsewhere is read there in the merchant's name, who
// may read no more than so much (docs/spec/upstream.md U2.2).
const (
	// pageReadLife is how long pages show what was read.
	pageReadLife = 5 * time.Second
	// A merchant's pages may read so many times at once, and one more after each
	// pause; so may the pages and steps of one payment.
	merchantReads, merchantReadPause = 200, 20 * time.Millisecond
	paymentReads, paymentReadPause   = 20, 3 * time.Second
	// rememberedReads and sharingReaders are remembered at once. What is forgotten
	// costs a read.
	rememberedReads = 2_000
	sharingReaders  = 20_000
)

// PageReads are the reads of payments elsewhere that pages were loaded with. It is
// safe for concurrent use.
type PageReads struct {
	mu     sync.Mutex
	known  map[PaymentRef]pageRead
	shares map[string]readShare
}

// pageRead is one of them.
type pageRead struct {
	merchant MerchantID
	payment  PaymentSession
	at       time.Time
}

// readShare is what is left of a share: used of them, as of a moment.
type readShare struct {
	used float64
	at   time.Time
}

// NewPageReads makes an empty memory.
func NewPageReads() *PageReads {
	return &PageReads{known: map[PaymentRef]pageRead{}, shares: map[string]readShare{}}
}

// find answers a read that is not too old.
func (p *PageReads) find(merchant MerchantID, ref PaymentRef, now time.Time) (PaymentSession, bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	read, ok := p.known[ref]
	age := now.Sub(read.at)
	return read.payment, ok && read.merchant == merchant && age >= 0 && age < pageReadLife
}

func (p *PageReads) keep(merchant MerchantID, ref PaymentRef, payment PaymentSession, now time.Time) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if _, known := p.known[ref]; !known && len(p.known) >= rememberedReads {
		clear(p.known)
	}
	p.known[ref] = pageRead{merchant, payment, now}
}

func (p *PageReads) forget(ref PaymentRef) {
	p.mu.Lock()
	defer p.mu.Unlock()
	delete(p.known, ref)
}

// take counts a read of a payment for a page. It answers how long to wait where too
// many were made of it, or in its merchant's name.
func (p *PageReads) take(merchant MerchantID, ref PaymentRef, now time.Time) (wait time.Duration) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if len(p.shares) >= sharingReaders {
		clear(p.shares)
	}
	ofPayment, ofMerchant := "payment "+ref.Provider+" "+string(ref.Kind)+" "+ref.ID, "merchant "+string(merchant)
	wait = max(p.shares[ofPayment].wait(now, paymentReads, paymentReadPause), p.shares[ofMerchant].wait(now, merchantReads, merchantReadPause))
	if wait > 0 {
		return wait
	}
	p.shares[ofPayment] = p.shares[ofPayment].plusOne(now, paymentReadPause)
	p.shares[ofMerchant] = p.shares[ofMerchant].plusOne(now, merchantReadPause)
	return 0
}

// usedAt is how much of the share is used now.
func (s readShare) usedAt(now time.Time, pause time.Duration) float64 {
	return max(0, s.used-max(0, float64(now.Sub(s.at))/float64(pause)))
}

func (s readShare) wait(now time.Time, most float64, pause time.Duration) time.Duration {
	return max(0, time.Duration((s.usedAt(now, pause)+1-most)*float64(pause)))
}

func (s readShare) plusOne(now time.Time, pause time.Duration) readShare {
	return readShare{s.usedAt(now, pause) + 1, now}
}

// tooManyReads is the error of a read that its share does not let through.
func tooManyReads(wait time.Duration) error {
	return &Error{Code: CodeTooMany, Messages: []string{"This payment was looked at too often; try again later"}, RetryAfter: wait}
}

// readForPage is what a page is loaded with. fresh is false for what was read a
// moment ago.
func (s *SessionService) readForPage(ctx context.Context, session Session) (payment PaymentSession, fresh bool, err error) {
	provider, err := s.provider(session)
	if err != nil {
		return PaymentSession{}, true, err
	}
	if _, elsewhere := provider.(PayerAuthorizer); !elsewhere {
		payment, err = provider.Read(ctx, session.Merchant, session.Payment)
		return payment, true, err
	}
	if payment, ok := s.PageReads.find(session.Merchant, session.Payment, s.Now()); ok {
		return payment, false, nil
	}
	if wait := s.PageReads.take(session.Merchant, session.Payment, s.Now()); wait > 0 {
		return PaymentSession{}, true, tooManyReads(wait)
	}
	if payment, err = provider.Read(ctx, session.Merchant, session.Payment); err == nil {
		s.PageReads.keep(session.Merchant, session.Payment, payment, s.Now())
	}
	return payment, true, err
}
