package hpp_test

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/openhpp/openhpp/internal/hpp"
)

func TestAMessageIsKeptAndSent(t *testing.T) {
	w := newWorld(t)
	s, link := w.make(nil)
	w.distribute(s, toKim)
	d := one(t, w.report(s))
	if d.State != hpp.DistributionQueued || d.To != "kim@shop.example" || d.MaskedContact != "k•••" || !d.QueuedAt.Equal(start) || d.ID == "" {
		t.Errorf("kept as %+v", d)
	}
	if err := w.deliver(hpp.JobEmail); err != nil {
		t.Fatal(err)
	}
	if len(w.mail.sent) != 1 || len(w.sms.sent) != 0 {
		t.Fatalf("sent %d e-mails and %d text messages", len(w.mail.sent), len(w.sms.sent))
	}
	i := w.mail.sent[0]
	if i.Link != w.Links.PageURL(s)+"?m=1" || !strings.HasPrefix(i.Stop, "https://pay.test/eu/hpp/stop/"+string(s.ID)+".1.") ||
		i.Distribution.ID != d.ID || i.Shop != "Lamps & Co" || i.Purchase.Amount != 12500 || i.Merchant != "m1" {
		t.Errorf("the message says %+v", i)
	}
	d = one(t, w.report(s))
	if d.State != hpp.DistributionAccepted || d.To != "" || d.SentAt.IsZero() || d.AcceptedAt.IsZero() {
		t.Errorf("then %+v", d)
	}
	// Whoever follows the message's link owns the mailbox.
	if v, err := w.Open(t.Context(), link, hpp.Browser{Distribution: 1}); err != nil || v.Payer.Email != "kim@shop.example" {
		t.Errorf("%v: the page is filled in with %q", err, v.Payer.Email)
	}
	if got := w.statuses(s.ID); len(got) > 0 {
		t.Errorf("sending a link changed the status: %v", got)
	}
}

func TestWhatCannotBeDistributed(t *testing.T) {
	w := newWorld(t)
	s, _ := w.make(nil)
	for name, c := range map[string]struct {
		request hpp.DistributionRequest
		code    hpp.Code
		field   string
	}{
		"nothing":            {hpp.DistributionRequest{}, hpp.CodeConstraint, "method"},
		"another method":     {hpp.DistributionRequest{Method: "two_step"}, hpp.CodeConstraint, "method"},
		"no address":         {hpp.DistributionRequest{Method: "email", Phone: "0701740605"}, hpp.CodeMissingContact, "contact_information.email"},
		"two addresses":      {hpp.DistributionRequest{Method: "email", Email: "a@b.test,c@d.test"}, hpp.CodeConstraint, "contact_information.email"},
		"no number":          {hpp.DistributionRequest{Method: "SMS", PhoneCountry: "SE"}, hpp.CodeMissingContact, "contact_information.phone"},
		"no country":         {hpp.DistributionRequest{Method: "sms", Phone: "0701740605"}, hpp.CodeMissingContact, "contact_information.phone_country"},
		"another region":     {hpp.DistributionRequest{Method: "sms", Phone: "0701740605", PhoneCountry: "US"}, hpp.CodeUnsupportedCountry, "contact_information.phone_country"},
		"a premium number":   {hpp.DistributionRequest{Method: "sms", Phone: "0900123456", PhoneCountry: "SE"}, hpp.CodeConstraint, "contact_information.phone"},
		"no code":            {hpp.DistributionRequest{Method: "token"}, hpp.CodeMissingContact, "contact_information.access_id"},
		"an endless code":    {hpp.DistributionRequest{Method: "token", AccessID: strings.Repeat("1", 256)}, hpp.CodeConstraint, "contact_information.access_id"},
		"a code of no phone": {hpp.DistributionRequest{Method: "token", AccessID: "467521087419"}, hpp.CodeNotFound, ""},
	} {
		err := w.Distribute(t.Context(), w.merchant, s.ID, c.request, hpp.IdempotencyKey{})
		fault, ok := errors.AsType[*hpp.Error](err)
		if !ok || fault.Code != c.code || len(fault.Messages) == 0 || (c.field != "" && !strings.Contains(strings.Join(fault.Messages, " "), c.field)) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if got := w.report(s); len(got) > 0 || len(w.due(hpp.JobEmail)) > 0 || len(w.due(hpp.JobSMS)) > 0 {
		t.Errorf("refused requests left %v", got)
	}
}

func TestOnlyOpenSessionsAreDistributed(t *testing.T) {
	w := newWorld(t)
	disabled, _ := w.make(nil)
	if err := w.Disable(t.Context(), w.merchant, disabled.ID); err != nil {
		t.Fatal(err)
	}
	paid, link := w.make(nil)
	if err := w.pay(link); err != nil {
		t.Fatal(err)
	}
	expired, _ := w.make(nil)
	for name, c := range map[string]struct {
		id   hpp.SessionID
		who  hpp.Merchant
		code hpp.Code
	}{
		"disabled": {disabled.ID, w.merchant, hpp.CodeConstraint},
		"paid":     {paid.ID, w.merchant, hpp.CodeConstraint},
		"unknown":  {"none", w.merchant, hpp.CodeNotFound},
		"foreign":  {expired.ID, hpp.Authenticated("m2", "Other"), hpp.CodeNotFound},
	} {
		if err := w.Distribute(t.Context(), c.who, c.id, toKim, hpp.IdempotencyKey{}); !hpp.IsCode(err, c.code) {
			t.Errorf("%s: %v", name, err)
		}
	}
	w.clock = start.Add(47 * time.Hour)
	if err := w.Distribute(t.Context(), w.merchant, expired.ID, toKim, hpp.IdempotencyKey{}); !errors.Is(err, hpp.ErrNotFound) {
		t.Errorf("expired: %v", err)
	}
	// The report outlives the session; nobody else reads it.
	if _, err := w.Report(t.Context(), w.merchant, expired.ID); err != nil {
		t.Errorf("report after the end: %v", err)
	}
	if _, err := w.Report(t.Context(), hpp.Authenticated("m2", "Other"), expired.ID); !errors.Is(err, hpp.ErrNotFound) {
		t.Errorf("another merchant's report: %v", err)
	}
}

func TestMessagesHaveTheirLimits(t *testing.T) {
	w := newWorld(t)
	w.Limits = hpp.MessageLimits{Session: 3, Recipient: 2, Email: 4, SMS: 1}
	first, _ := w.make(nil)
	second, _ := w.make(nil)
	other := hpp.DistributionRequest{Method: "email", Email: "sam@shop.example"}
	third := hpp.DistributionRequest{Method: "email", Email: "max@shop.example"}
	for i, c := range []struct {
		session hpp.Session
		request hpp.DistributionRequest
		says    string
	}{
		{first, toKim, ""},
		{first, toSam, ""},
		{first, toSam, "text messages"}, // of the merchant today
		{first, toKim, ""},
		{first, other, "of this session"},
		{second, toKim, "recipient"},
		{second, hpp.DistributionRequest{Method: "email", Email: "KIM@shop.example"}, "recipient"},
		{second, other, ""},
		{second, third, ""},
		{second, third, "e-mails"}, // of the merchant today
	} {
		err := w.Distribute(t.Context(), w.merchant, c.session.ID, c.request, hpp.IdempotencyKey{})
		if (err == nil) != (c.says == "") || (err != nil && (!hpp.IsCode(err, hpp.CodeTooMany) || !strings.Contains(err.Error(), c.says))) {
			t.Errorf("%d: %v, want %q", i, err, c.says)
		}
	}
	err := w.Distribute(t.Context(), w.merchant, second.ID, toKim, hpp.IdempotencyKey{})
	if fault, ok := errors.AsType[*hpp.Error](err); !ok || fault.RetryAfter != 12*time.Hour { // it is noon
		t.Errorf("again when: %v", err)
	}
	w.clock = start.Add(12 * time.Hour)
	w.distribute(second, toKim)
}

// A mailbox is one however its owner, or somebody who floods it, spells it.
func TestTagsAreNoOtherRecipients(t *testing.T) {
	for name, spellings := range map[string][]string{
		"tags":  {"kim+1@shop.example", "kim+2@shop.example", "kim@shop.example", "Kim+3+4@shop.example", "kim+@Shop.example"},
		"upper": {"kim@shop.example", "KIM@SHOP.EXAMPLE", "kIm+x@shop.example"},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			w.Limits = hpp.MessageLimits{Recipient: 2}
			s, _ := w.make(nil)
			for i, spelling := range spellings {
				err := w.Distribute(t.Context(), w.merchant, s.ID, hpp.DistributionRequest{Method: "email", Email: spelling}, hpp.IdempotencyKey{})
				if over := i >= 2; hpp.IsCode(err, hpp.CodeTooMany) != over || !over && err != nil {
					t.Errorf("message %d, to %s: %v", i+1, spelling, err)
				}
			}
			for _, other := range []string{"k.im@shop.example", "+kim@shop.example", "kim@other.example"} {
				if err := w.Distribute(t.Context(), w.merchant, s.ID, hpp.DistributionRequest{Method: "email", Email: other}, hpp.IdempotencyKey{}); err != nil {
					t.Errorf("%s is somebody else: %v", other, err)
				}
			}
		})
	}
}

func TestOneKeyHandsOverOnce(t *testing.T) {
	w := newWorld(t)
	s, _ := w.make(nil)
	claim := func(asked string) hpp.IdempotencyKey {
		return hpp.IdempotencyKey{Value: "k", Fingerprint: []byte(asked)}
	}
	for range 3 {
		if err := w.Distribute(t.Context(), w.merchant, s.ID, toKim, claim("x")); err != nil {
			t.Fatal(err)
		}
	}
	w.clock = start.Add(47 * time.Hour) // the answer is the same when the session is over
	if err := w.Distribute(t.Context(), w.merchant, s.ID, toKim, claim("x")); err != nil {
		t.Errorf("a late repeat: %v", err)
	}
	if err := w.Distribute(t.Context(), w.merchant, s.ID, toSam, claim("y")); !errors.Is(err, hpp.ErrKeyReused) {
		t.Errorf("another request: %v", err)
	}
	one(t, w.report(s))
}

func TestMessagesAreWoken(t *testing.T) {
	w := newWorld(t)
	s, _ := w.make(nil)
	var woken []hpp.JobKind
	w.Wake = func(kinds ...hpp.JobKind) { woken = append(woken, kinds...) }
	w.distribute(s, toKim)
	if !slices.Equal(woken, []hpp.JobKind{hpp.JobEmail}) {
		t.Errorf("woken for %v", woken)
	}
}

func TestReportKeepsTheOrder(t *testing.T) {
	w := newWorld(t)
	s, _ := w.make(nil)
	for range 12 {
		w.distribute(s, toKim)
	}
	var got, want []int64
	for i, d := range w.report(s) {
		got, want = append(got, d.Number), append(want, int64(i+1))
	}
	if diff := cmp.Diff(want, got); diff != "" || len(got) != 12 {
		t.Error(diff)
	}
}
