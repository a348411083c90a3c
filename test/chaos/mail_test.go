package chaos

import (
	"context"
	"flag"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/openhpp/openhpp/client"
	"github.com/openhpp/openhpp/test/harness"
)

var messages = flag.Int("messages", 600, "how many links are mailed while servers die")

// Every request to mail a link that was acknowledged is mailed, however often
// the mail server and this server die, and however a conversation ends: none is
// lost, and a mail that came twice came under one Message-ID (safety.md I20).
func TestMailsWhileServersDie(t *testing.T) {
	box := harness.NewMailbox(t)
	server := harness.Start(t, "OPENHPP_SMTP_URL="+box.URL(), "OPENHPP_MAIL_FROM=pay@pay.example.com",
		"OPENHPP_MESSAGES_PER_SESSION=0", "OPENHPP_MESSAGES_PER_RECIPIENT=0", "OPENHPP_EMAILS_PER_DAY=0")
	merchant := server.Merchant("Lamps & Co")
	random := rand.New(rand.NewPCG(uint64(time.Now().UnixNano()), 1))
	lost := map[harness.Cut]int{}
	box.Lose(func() harness.Cut { // called under the mailbox's lock
		how := harness.CutNothing
		switch random.IntN(20) {
		case 0:
			how = harness.CutMiddle
		case 1:
			how = harness.CutAfter
		}
		lost[how]++
		return how
	})
	ctx, stop := context.WithCancel(t.Context())
	var faults sync.WaitGroup
	deaths := 0
	faults.Go(func() {
		when := rand.New(rand.NewPCG(uint64(time.Now().UnixNano()), 2))
		for ctx.Err() == nil {
			wait(ctx, time.Duration(200+when.IntN(800))*time.Millisecond)
			box.Kill()
			wait(ctx, time.Duration(100+when.IntN(400))*time.Millisecond)
			box.Start()
			if deaths++; deaths%3 == 0 {
				server.Kill()
				server.Run()
			}
		}
	})
	sent := mail(t, merchant)
	stop()
	faults.Wait()
	box.Lose(func() harness.Cut { return harness.CutNothing })
	reported := delivered(t, merchant, sent)
	if deaths < 5 || lost[harness.CutMiddle] == 0 || lost[harness.CutAfter] == 0 {
		t.Errorf("too little was hit to prove anything: %d deaths, lost %v", deaths, lost)
	}
	for _, fault := range mailFaults(box.Mails(), len(sent), reported) {
		t.Error(fault)
	}
	t.Logf("%d links mailed in %d mails, through %d deaths of the mail server and %d of this one; %d cut in the middle, %d without an answer",
		*messages, len(box.Mails()), deaths, deaths/3, lost[harness.CutMiddle], lost[harness.CutAfter])
}

func wait(ctx context.Context, d time.Duration) {
	select {
	case <-ctx.Done():
	case <-time.After(d):
	}
}

// pace is the time between two requests of a worker.
const pace = 50 * time.Millisecond

// perSession is how many recipients each session is mailed to.
const perSession = 10

// mail asks for all messages and answers the sessions; a server that is dead
// is asked again with the same key.
func mail(t *testing.T, m *harness.Merchant) []string {
	t.Helper()
	sessions := make([]string, *messages/perSession)
	var workers sync.WaitGroup
	next := make(chan int)
	for range 4 {
		workers.Go(func() {
			for i := range next {
				sessions[i] = mailSession(t, m, i)
			}
		})
	}
	for i := range sessions {
		next <- i
	}
	close(next)
	workers.Wait()
	return sessions
}

func mailSession(t *testing.T, m *harness.Merchant, i int) string {
	var payment client.CreatedPayment
	var session client.CreatedSession
	retryUntilAnswer(t, func() (err error) {
		payment, err = m.CreatePayment(t.Context(), harness.Purchase(), client.WithIdempotencyKey(fmt.Sprintf("kp-%d", i)))
		return err
	})
	retryUntilAnswer(t, func() (err error) {
		session, err = m.CreateSession(t.Context(), client.NewSession{PaymentSessionURL: m.PaymentURL(payment.SessionID)}, client.WithIdempotencyKey(fmt.Sprintf("hpp-%d", i)))
		return err
	})
	for n := range perSession {
		wait(t.Context(), pace) // so that death finds work under way
		retryUntilAnswer(t, func() error {
			to := client.Distribution{Email: recipient(i, n)}
			return m.Distribute(t.Context(), session.SessionID, to, client.WithIdempotencyKey(fmt.Sprintf("mail-%d-%d", i, n)))
		})
	}
	return session.SessionID
}

// retryUntilAnswer asks until there is an answer.
func retryUntilAnswer(t *testing.T, ask func() error) {
	for t.Context().Err() == nil {
		err := ask()
		if err == nil {
			return
		}
		if harness.Refused(err) {
			t.Error(err)
			return
		}
		pause(t.Context())
	}
}

// delivered waits until the server reports every message as accepted, and
// answers their ids.
func delivered(t *testing.T, m *harness.Merchant, sessions []string) map[string]bool {
	t.Helper()
	ids := map[string]bool{}
	for _, session := range sessions {
		harness.Eventually(t, 5*time.Minute, "all mails of a session are accepted", func() bool {
			all, err := m.Distributions(t.Context(), session)
			if err != nil || len(all) != perSession {
				t.Fatalf("session %s has %d distributions, %v", session, len(all), err)
			}
			for _, d := range all {
				if ids[d.DistributionID] = true; d.State != "ACCEPTED" {
					return false
				}
			}
			return true
		})
	}
	return ids
}

// mailFaults holds the mails against what was acknowledged: what each session's
// recipients got, under which ids.
func mailFaults(mails []harness.Mail, sessions int, reported map[string]bool) (faults []string) {
	byRecipient, byID := map[string]string{}, map[string]string{}
	for _, mail := range mails {
		if id, known := byRecipient[mail.To]; known && id != mail.ID {
			faults = append(faults, fmt.Sprintf("%s got %s and %s", mail.To, id, mail.ID))
		}
		if to, known := byID[mail.ID]; known && to != mail.To {
			faults = append(faults, fmt.Sprintf("%s went to %s and %s", mail.ID, to, mail.To))
		}
		byRecipient[mail.To], byID[mail.ID] = mail.ID, mail.To
		if id, _, _ := strings.Cut(strings.Trim(mail.ID, "<>"), "@"); !reported[id] {
			faults = append(faults, mail.ID+" was mailed, but nobody was told of it")
		}
	}
	for i := range sessions {
		for n := range perSession {
			if to := recipient(i, n); byRecipient[to] == "" {
				faults = append(faults, to+" got nothing")
			}
		}
	}
	return faults
}

func recipient(session, n int) string { return fmt.Sprintf("payer-%d-%d@shop.example", session, n) }

// The checker is seen to bark.
func TestPlantedMailFaultsAreFound(t *testing.T) {
	var right []harness.Mail
	reported := map[string]bool{}
	for n := range perSession {
		id := fmt.Sprintf("id-%d", n)
		right, reported[id] = append(right, harness.Mail{To: recipient(0, n), ID: "<" + id + "@pay.example.com>"}), true
	}
	twice := append(slices.Clone(right), right[3])
	if faults := mailFaults(twice, 1, reported); len(faults) != 0 {
		t.Fatalf("a mail that came twice: %q", faults)
	}
	for name, mails := range map[string][]harness.Mail{
		"lost":           right[1:],
		"another id":     append(slices.Clone(right), harness.Mail{To: right[0].To, ID: right[1].ID}),
		"not known":      append(slices.Clone(right), harness.Mail{To: right[0].To, ID: "<id-x@pay.example.com>"}),
		"to two at once": append(slices.Clone(right), harness.Mail{To: "sam@shop.example", ID: right[0].ID}),
	} {
		if len(mailFaults(mails, 1, reported)) == 0 {
			t.Errorf("%s: not found", name)
		}
	}
}
