package hpp_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/outbox"
)

// contacts take addresses with an at sign and numbers of Sweden.
type contacts struct{}

func (contacts) Email(address string) (string, error) {
	if strings.Count(address, "@") != 1 {
		return "", errors.New("must be one e-mail address")
	}
	return strings.ToLower(address), nil
}

func (contacts) Phone(number, country string) (string, error) {
	if country != "SE" {
		return "", hpp.ErrCountry
	}
	if !strings.HasPrefix(number, "07") {
		return "", errors.New("must be a mobile number of Sweden")
	}
	return "+46" + number[1:], nil
}

func (contacts) SupportPhone(number string) (string, error) {
	if !strings.HasPrefix(number, "+") {
		return "", errors.New("must begin with +")
	}
	return strings.ReplaceAll(number, " ", ""), nil
}

func (contacts) Masked(contact string) string { return contact[:1] + "•••" }

// messenger writes down what it was given and answers what it was told.
type messenger struct {
	sent     []hpp.Invitation
	err      error
	receipts []hpp.Receipt
}

func (m *messenger) Send(_ context.Context, i hpp.Invitation) error {
	m.sent = append(m.sent, i)
	return m.err
}

func (m *messenger) SendReceipt(_ context.Context, r hpp.Receipt) error {
	m.receipts = append(m.receipts, r)
	return m.err
}

// undelivered is what a sender says of a try.
type undelivered struct{ forGood, unsure bool }

func (undelivered) Error() string       { return "550 kim@shop.example unknown" }
func (undelivered) Reason() string      { return "mailbox unavailable (550)" }
func (u undelivered) IsPermanent() bool { return u.forGood }
func (u undelivered) IsUnknown() bool   { return u.unsure }

var (
	toKim = hpp.DistributionRequest{Method: "email", Email: "Kim@shop.example"}
	toSam = hpp.DistributionRequest{Method: "sms", Phone: "0701740605", PhoneCountry: "SE"}
)

func (w *world) distribute(s hpp.Session, r hpp.DistributionRequest) {
	w.t.Helper()
	if err := w.Distribute(w.t.Context(), w.merchant, s.ID, r, hpp.IdempotencyKey{}); err != nil {
		w.t.Fatal(err)
	}
}

// report is what became of a session's distributions.
func (w *world) report(s hpp.Session) []hpp.Distribution {
	w.t.Helper()
	all, err := w.Report(w.t.Context(), w.merchant, s.ID)
	if err != nil {
		w.t.Fatal(err)
	}
	return all
}

// due are the jobs that send messages of a method now.
func (w *world) due(kind hpp.JobKind) []outbox.Job {
	w.t.Helper()
	rows, err := w.db.Outbox().Claim(w.t.Context(), string(kind), w.clock, w.clock.Add(time.Minute), 100, outbox.Shares{})
	if err != nil {
		w.t.Fatal(err)
	}
	return rows
}

// deliver runs the one job that sends a message.
func (w *world) deliver(kind hpp.JobKind) error {
	w.t.Helper()
	rows := w.due(kind)
	if len(rows) != 1 {
		w.t.Fatalf("%d messages are due", len(rows))
	}
	return w.Send(w.t.Context(), rows[0].Payload)
}

func one(t *testing.T, all []hpp.Distribution) hpp.Distribution {
	t.Helper()
	if len(all) != 1 {
		t.Fatalf("%d distributions", len(all))
	}
	return all[0]
}
