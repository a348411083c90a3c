package hpp_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/openhpp/openhpp/internal/hpp"
)

func TestWhatBecomesOfATry(t *testing.T) {
	for name, c := range map[string]struct {
		err   error
		again bool
		state hpp.DistributionState
		sent  bool
		says  string
	}{
		"taken":           {nil, false, hpp.DistributionAccepted, true, ""},
		"refused for now": {undelivered{}, true, hpp.DistributionQueued, false, "mailbox unavailable (550)"},
		"refused":         {undelivered{forGood: true}, false, hpp.DistributionBounced, false, "mailbox unavailable (550)"},
		"no answer":       {undelivered{unsure: true}, true, hpp.DistributionSent, true, "mailbox unavailable (550)"},
		"unexplained":     {errors.New("dial tcp 10.0.0.7:25: secret"), true, hpp.DistributionQueued, false, "could not be sent"},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			s, _ := w.make(nil)
			w.distribute(s, toKim)
			w.mail.err = c.err
			if err := w.deliver(hpp.JobEmail); (err != nil) != c.again {
				t.Errorf("another try: %v", err)
			}
			d := one(t, w.report(s))
			if d.State != c.state || d.SentAt.IsZero() == c.sent || d.Reason != c.says || (d.To == "") == d.Pending() {
				t.Errorf("%+v", d)
			}
		})
	}
}

func TestEveryTrySendsTheSameMessage(t *testing.T) {
	w := newWorld(t)
	s, _ := w.make(nil)
	w.distribute(s, toKim)
	w.mail.err = undelivered{unsure: true}
	rows := w.due(hpp.JobEmail)
	for range 3 {
		w.clock = w.clock.Add(time.Minute)
		if w.Send(t.Context(), rows[0].Payload) == nil {
			t.Error("an unsure try asks for no other")
		}
	}
	w.mail.err = nil
	if err := w.Send(t.Context(), rows[0].Payload); err != nil {
		t.Fatal(err)
	}
	// The job may run again, its end may not have been written down.
	if err := w.Send(t.Context(), rows[0].Payload); err != nil || len(w.mail.sent) != 4 {
		t.Errorf("%d tries, %v", len(w.mail.sent), err)
	}
	first := w.mail.sent[0]
	for _, i := range w.mail.sent {
		if i.Distribution.ID != first.Distribution.ID || !i.Distribution.QueuedAt.Equal(first.Distribution.QueuedAt) || i.Link != first.Link || i.Stop != first.Stop {
			t.Errorf("a try differs: %+v", i)
		}
	}
	if d := one(t, w.report(s)); !d.SentAt.Equal(start.Add(time.Minute)) || d.Reason != "" {
		t.Errorf("first sent at %s, %q", d.SentAt, d.Reason)
	}
}

func TestNothingIsSentOnceThereIsNothingToPay(t *testing.T) {
	for name, c := range map[string]struct {
		end   func(*world, hpp.Session, string)
		state hpp.DistributionState
	}{
		"paid":     {func(w *world, _ hpp.Session, link string) { _ = w.pay(link) }, hpp.DistributionWithdrawn},
		"disabled": {func(w *world, s hpp.Session, _ string) { _ = w.Disable(w.t.Context(), w.merchant, s.ID) }, hpp.DistributionWithdrawn},
		"over":     {func(w *world, _ hpp.Session, _ string) { w.clock = start.Add(47 * time.Hour) }, hpp.DistributionWithdrawn},
		"tried in vain until then": {func(w *world, s hpp.Session, _ string) {
			w.mail.err = undelivered{}
			_ = w.deliver(hpp.JobEmail)
			w.clock = start.Add(47 * time.Hour)
			w.mail.sent = nil
		}, hpp.DistributionBounced},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			s, link := w.make(nil)
			w.distribute(s, toKim)
			c.end(w, s, link)
			if err := w.deliver(hpp.JobEmail); err != nil || len(w.mail.sent) > 0 {
				t.Errorf("sent %d, %v", len(w.mail.sent), err)
			}
			if d := one(t, w.report(s)); d.State != c.state || d.EndedAt.IsZero() || d.Reason == "" {
				t.Errorf("%+v", d)
			}
		})
	}
}

func TestDisabledMerchantsSendNothing(t *testing.T) {
	w := newWorld(t)
	s, _ := w.make(nil)
	w.distribute(s, toKim)
	token := w.Links.TillToken(s, start)
	w.shut = true
	for _, r := range []hpp.DistributionRequest{toSam, {Method: "token", AccessID: "467521087419"}} {
		if err := w.DistributeAtTill(t.Context(), token, "", r); !hpp.IsCode(err, hpp.CodeConstraint) {
			t.Errorf("%s from the till: %v", r.Method, err)
		}
	}
	if err := w.deliver(hpp.JobEmail); err != nil || len(w.mail.sent) > 0 {
		t.Errorf("sent %d, %v", len(w.mail.sent), err)
	}
	if d := one(t, w.report(s)); d.State != hpp.DistributionWithdrawn || !strings.Contains(d.Reason, "takes no payments") {
		t.Errorf("%+v", d)
	}
}

func TestAMethodWithoutAServerBounces(t *testing.T) {
	w := newWorld(t)
	s, _ := w.make(nil)
	w.Messengers = nil
	w.distribute(s, toSam)
	if err := w.deliver(hpp.JobSMS); err != nil {
		t.Error(err)
	}
	if d := one(t, w.report(s)); d.State != hpp.DistributionBounced || !strings.Contains(d.Reason, "configured") {
		t.Errorf("%+v", d)
	}
}

func TestUnreadableJobsAreErrors(t *testing.T) {
	w := newWorld(t)
	for _, payload := range []string{"", "{}", "nonsense"} {
		if w.Send(t.Context(), []byte(payload)) == nil {
			t.Errorf("%q was sent", payload)
		}
	}
	if err := w.Send(t.Context(), []byte(`{"session_id":"gone","number":1}`)); err != nil {
		t.Errorf("a session that is gone: %v", err)
	}
}

func TestThePayersActOpensAMessage(t *testing.T) {
	w := newWorld(t)
	s, link := w.make(nil)
	w.distribute(s, toKim)
	w.distribute(s, toSam)
	w.open(link) // a scanner
	for _, number := range []int64{0, -1, 3, 1 << 62} {
		w.RecordOpened(t.Context(), link, number)
	}
	w.RecordOpened(t.Context(), "nobody's", 1)
	for _, d := range w.report(s) {
		if d.State != hpp.DistributionQueued {
			t.Errorf("%d is %s before anybody acted", d.Number, d.State)
		}
	}
	w.clock = start.Add(time.Minute)
	w.RecordOpened(t.Context(), link, 2)
	w.clock = start.Add(time.Hour)
	w.RecordOpened(t.Context(), link, 2)
	all := w.report(s)
	if all[0].State != hpp.DistributionQueued || all[1].State != hpp.DistributionOpened || !all[1].OpenedAt.Equal(start.Add(time.Minute)) {
		t.Errorf("%+v", all)
	}
	// What was opened has arrived: it is not sent again, whatever was heard.
	if err := w.deliver(hpp.JobSMS); err != nil || len(w.sms.sent) != 0 {
		t.Errorf("sent %d, %v", len(w.sms.sent), err)
	}
}

func TestRecipientsStopMessages(t *testing.T) {
	w := newWorld(t)
	s, _ := w.make(nil)
	w.distribute(s, toKim)
	if err := w.deliver(hpp.JobEmail); err != nil {
		t.Fatal(err)
	}
	w.distribute(s, toKim) // queued when the recipient says so
	token := strings.TrimPrefix(w.mail.sent[0].Stop, "https://pay.test/eu/hpp/stop/")
	v, err := w.ViewStop(t.Context(), token)
	if err != nil || v.Stopped || v.Contact != "k•••" || v.Session.Shop != "Lamps & Co" {
		t.Fatalf("%+v, %v", v, err)
	}
	for range 2 {
		if err := w.StopMessages(t.Context(), token); err != nil {
			t.Fatal(err)
		}
	}
	if v, err := w.ViewStop(t.Context(), token); err != nil || !v.Stopped {
		t.Errorf("afterwards %+v, %v", v, err)
	}
	if err := w.Distribute(t.Context(), w.merchant, s.ID, toKim, hpp.IdempotencyKey{}); !hpp.IsCode(err, hpp.CodeBlacklisted) {
		t.Errorf("a further message: %v", err)
	}
	toTag := hpp.DistributionRequest{Method: "email", Email: strings.Replace(toKim.Email, "@", "+1@", 1)}
	if err := w.Distribute(t.Context(), w.merchant, s.ID, toTag, hpp.IdempotencyKey{}); !hpp.IsCode(err, hpp.CodeBlacklisted) {
		t.Errorf("a further message to a tag: %v", err)
	}
	w.distribute(s, hpp.DistributionRequest{Method: "email", Email: "sam@shop.example"})
	w.mail.sent = nil
	for _, row := range w.due(hpp.JobEmail) {
		if err := w.Send(t.Context(), row.Payload); err != nil {
			t.Error(err)
		}
	}
	if len(w.mail.sent) != 1 || w.mail.sent[0].Distribution.To != "sam@shop.example" || w.report(s)[1].State != hpp.DistributionWithdrawn {
		t.Errorf("sent %+v, second %+v", w.mail.sent, w.report(s)[1])
	}
	for _, forged := range []string{"", ".", token + "x", token[1:], string(s.ID) + ".1.", string(s.ID) + ".9" + token[len(s.ID)+2:], strings.Replace(token, ".1.", ".2.", 1)} {
		if _, err := w.ViewStop(t.Context(), forged); !errors.Is(err, hpp.ErrNotFound) {
			t.Errorf("%q: %v", forged, err)
		}
		if err := w.StopMessages(t.Context(), forged); !errors.Is(err, hpp.ErrNotFound) {
			t.Errorf("%q stops: %v", forged, err)
		}
	}
}
