package app

import (
	"context"
	"errors"
	"time"

	"github.com/openhpp/openhpp/internal/egress"
	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/inbox"
	"github.com/openhpp/openhpp/internal/message"
	"github.com/openhpp/openhpp/internal/message/gateway"
	"github.com/openhpp/openhpp/internal/message/smtp"
	"github.com/openhpp/openhpp/internal/outbox"
)

// messageBackoff is when a message is tried: soon at first, while somebody waits for
// it, then as mail servers do. The last wait repeats until the session ends.
var messageBackoff = []time.Duration{
	0, 5 * time.Second, 15 * time.Second, time.Minute, 5 * time.Minute, 15 * time.Minute, 30 * time.Minute, time.Hour,
}

// sendLimit is longer than a sender's own limit for one conversation. What a
// dead process was sending waits for its lease, so that is short.
const sendLimit = 65 * time.Second

// messageJobs are how links are sent. A mail server that hangs holds up no
// text message.
func (a *App) messageJobs() []outbox.Kind {
	return []outbox.Kind{
		{Name: string(hpp.JobEmail), Handle: payload(a.distributions.Send), Schedule: messageBackoff, Endless: true, Timeout: sendLimit, Lease: sendLimit + 15*time.Second},
		{Name: string(hpp.JobSMS), Handle: payload(a.distributions.Send), Schedule: messageBackoff, Endless: true, Timeout: sendLimit, Lease: sendLimit + 15*time.Second},
	}
}

// messengers are the ways out that are configured. A playground without one
// keeps what it would send in its inbox.
func (a *App) messengers() (map[hpp.DistributionMethod]hpp.Messenger, error) {
	ways := map[hpp.DistributionMethod]hpp.Messenger{}
	if a.config.Environment == Playground {
		for _, method := range []hpp.DistributionMethod{hpp.ByEmail, hpp.BySMS} {
			ways[method] = keeper{a.db.Inbox(), time.Now}
		}
	}
	if a.config.SMTPURL != "" {
		sender, err := smtp.New(a.config.SMTPURL, a.config.MailFrom)
		if err != nil {
			return nil, err
		}
		ways[hpp.ByEmail] = mailer{sender, a.config.Environment == Playground}
	}
	if a.config.SMSURL != "" {
		// The operator names the gateway, which may well be next door.
		sender, err := gateway.Load(a.config.SMSURL, egress.New(egress.Config{Anywhere: true}))
		if err != nil {
			return nil, err
		}
		sms := texter{sender, a.config.Environment == Playground}
		if ways[hpp.BySMS] = sms; a.config.Environment == Playground {
			ways[hpp.BySMS] = sampleGuard{samplePhones(a.config.Environment), keeper{a.db.Inbox(), time.Now}, sms}
		}
	}
	return ways, nil
}

// invitation is the core's in the words of message.
func invitation(i hpp.Invitation, test bool) message.Invitation {
	return message.Invitation{
		ID: i.Distribution.ID, Shop: i.Shop, Purchase: i.Purchase, Link: i.Link, Stop: i.Stop,
		ExpiresAt: i.ExpiresAt, CreatedAt: i.Distribution.QueuedAt, Test: test,
	}
}

// mailer sends invitations by e-mail.
type mailer struct {
	sender *smtp.Sender
	test   bool
}

// Send implements hpp.Messenger.
func (m mailer) Send(ctx context.Context, i hpp.Invitation) error {
	mail, err := message.ComposeMail(invitation(i, m.test), i.Distribution.To)
	if err != nil {
		return err
	}
	return asSendError(m.sender.Send(ctx, mail))
}

// SendReceipt implements hpp.ReceiptMessenger.
func (m mailer) SendReceipt(ctx context.Context, r hpp.Receipt) error {
	mail, err := message.ComposeReceipt(receipt(r, m.test), r.Distribution.To)
	if err != nil {
		return err
	}
	return asSendError(m.sender.Send(ctx, mail))
}

// receipt is the core's in the words of message.
func receipt(r hpp.Receipt, test bool) message.Receipt {
	return message.Receipt{
		ID: r.Distribution.ID, Shop: r.Shop, Purchase: r.Purchase, Category: r.Category, Order: r.Order, Reference: r.Reference,
		Stop: r.Stop, CompletedAt: r.CompletedAt, CreatedAt: r.Distribution.QueuedAt, Test: test,
	}
}

// texter sends invitations by text message.
type texter struct {
	sender *gateway.Gateway
	test   bool
}

// Send implements hpp.Messenger.
func (t texter) Send(ctx context.Context, i hpp.Invitation) error {
	return asSendError(t.sender.Send(ctx, message.ComposeSMS(invitation(i, t.test), i.Distribution.To)))
}

// asSendError is a sender's failure in the words of the core, and, where the
// receiver asked for time, in those of the job runner.
func asSendError(err error) error {
	f, ok := errors.AsType[*message.Failure](err)
	if !ok {
		return err
	}
	if wait := f.RetryAfter(); wait > 0 {
		return outbox.After(wait, sendError{f})
	}
	return sendError{f}
}

// sendError implements hpp.Undelivered.
type sendError struct{ failure *message.Failure }

func (u sendError) Error() string     { return u.failure.Error() }
func (u sendError) Unwrap() error     { return u.failure.Unwrap() }
func (u sendError) Reason() string    { return u.failure.Reason }
func (u sendError) IsPermanent() bool { return u.failure.Permanent }
func (u sendError) IsUnknown() bool   { return u.failure.Unknown }

// keeper puts invitations into the playground's inbox.
type keeper struct {
	store inbox.Store
	now   func() time.Time
}

// Send implements hpp.Messenger.
func (k keeper) Send(ctx context.Context, i hpp.Invitation) error {
	kept := inbox.Message{
		ID: i.Distribution.ID, Merchant: i.Merchant, SessionID: string(i.Distribution.Session),
		Method: string(i.Distribution.Method), To: i.Distribution.To, Link: i.Link, At: k.now().UTC().Truncate(time.Millisecond),
	}
	switch i.Distribution.Method {
	case hpp.ByEmail:
		mail, err := message.ComposeMail(invitation(i, true), i.Distribution.To)
		if err != nil {
			return err
		}
		kept.Subject, kept.Text, kept.HTML = mail.Subject, mail.Text, mail.HTML
	case hpp.BySMS:
		kept.Text = message.ComposeSMS(invitation(i, true), i.Distribution.To).Text
	case hpp.ByToken:
		return errors.New("app: nothing is sent to a phone that shows a code")
	}
	return k.store.Save(ctx, kept)
}

// SendReceipt implements hpp.ReceiptMessenger.
func (k keeper) SendReceipt(ctx context.Context, r hpp.Receipt) error {
	mail, err := message.ComposeReceipt(receipt(r, true), r.Distribution.To)
	if err != nil {
		return err
	}
	return k.store.Save(ctx, inbox.Message{
		ID: r.Distribution.ID, Merchant: r.Merchant, SessionID: string(r.Distribution.Session), Method: string(r.Distribution.Method), To: r.Distribution.To,
		Subject: mail.Subject, Text: mail.Text, HTML: mail.HTML, At: k.now().UTC().Truncate(time.Millisecond),
	})
}
