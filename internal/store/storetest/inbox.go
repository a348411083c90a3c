package storetest

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/inbox"
)

// Inbox checks a store of messages that were kept instead of sent.
func (s Suite) Inbox(t *testing.T) {
	open := func(t *testing.T) inbox.Store { return s.open(t).Inbox() }
	for name, check := range map[string]func(*testing.T, inbox.Store){
		"a message comes as it was kept": messageAsKept,
		"an id is kept once":             messageOnce,
		"an id is kept once at once":     messageOnceAtOnce,
		"merchants are apart":            messagesApart,
		"the newest first":               messagesNewestFirst,
		"filters":                        messagesFiltered,
		"the newest stay":                messagesBounded,
		"odd text is only text":          messageOddText,
		"text that no column can hold":   messageUnstorable,
	} {
		t.Run(name, func(t *testing.T) { check(t, open(t)) })
	}
}

// What one engine's columns cannot hold is the same in all of them.
func messageUnstorable(t *testing.T, store inbox.Store) {
	want := email("a", 0)
	want.Subject = "Your\x00 pay\xffment"
	keep(t, store, want)
	want.Subject = "Your\uFFFD pay\uFFFDment"
	expectMessages(t, store, "m1", inbox.Filter{}, want)
}

// email is a message of m1 that is as old as after says.
func email(id string, after time.Duration) inbox.Message {
	return inbox.Message{
		ID: id, Merchant: "m1", SessionID: "s1", Method: inbox.Email, To: "kim@shop.example", Subject: "Your payment",
		Text: "Pay here:\nhttps://pay.example/x", HTML: "<p>Pay <a href=\"https://pay.example/x\">here</a></p>",
		Link: "https://pay.example/x", At: epoch.Add(after),
	}
}

func keep(t *testing.T, store inbox.Store, messages ...inbox.Message) {
	t.Helper()
	for _, m := range messages {
		if err := store.Save(t.Context(), m); err != nil {
			t.Fatal(err)
		}
	}
}

// expectMessages compares whole messages, in order.
func expectMessages(t *testing.T, store inbox.Store, merchant hpp.MerchantID, f inbox.Filter, want ...inbox.Message) {
	t.Helper()
	got, err := store.Messages(t.Context(), merchant, f)
	if diff := cmp.Diff(want, got); diff != "" || err != nil {
		t.Errorf("%s, %+v: %v\n%s", merchant, f, err, diff)
	}
}

func messageAsKept(t *testing.T, store inbox.Store) {
	expectMessages(t, store, "m1", inbox.Filter{})
	want := email("a", 678*time.Millisecond)
	keep(t, store, want)
	expectMessages(t, store, "m1", inbox.Filter{}, want)
	got, err := store.Message(t.Context(), "m1", "a")
	if diff := cmp.Diff(want, got); diff != "" || err != nil {
		t.Errorf("%v\n%s", err, diff)
	}
	for _, id := range []string{"", "b", "A", "a "} {
		if got, err := store.Message(t.Context(), "m1", id); !errors.Is(err, inbox.ErrUnknown) || got != (inbox.Message{}) {
			t.Errorf("%q: %v, %v", id, got, err)
		}
	}
}

func messageOnce(t *testing.T, store inbox.Store) {
	first, again := email("a", 0), email("a", time.Hour)
	again.To, again.Text, again.SessionID = "eve@shop.example", "other", "s2"
	keep(t, store, first, again)
	expectMessages(t, store, "m1", inbox.Filter{}, first)
}

func messageOnceAtOnce(t *testing.T, store inbox.Store) {
	var wg sync.WaitGroup
	for range 10 {
		wg.Go(func() {
			if err := store.Save(t.Context(), email("a", 0)); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	expectMessages(t, store, "m1", inbox.Filter{}, email("a", 0))
}

func messagesApart(t *testing.T, store inbox.Store) {
	own, foreign, other := email("a", 0), email("a", 0), email("b", 0)
	foreign.Merchant, other.Merchant = "m2", "m2"
	foreign.Text = "for m2"
	keep(t, store, own, foreign, other)
	expectMessages(t, store, "m1", inbox.Filter{}, own)
	expectMessages(t, store, "m2", inbox.Filter{}, other, foreign)
	if _, err := store.Message(t.Context(), "m1", "b"); !errors.Is(err, inbox.ErrUnknown) {
		t.Errorf("m1 reads what m2 has: %v", err)
	}
	if err := store.Clear(t.Context(), "m1"); err != nil {
		t.Fatal(err)
	}
	expectMessages(t, store, "m1", inbox.Filter{})
	expectMessages(t, store, "m2", inbox.Filter{}, other, foreign)
	if err := store.Clear(t.Context(), "m1"); err != nil {
		t.Errorf("clearing nothing: %v", err)
	}
}

func messagesNewestFirst(t *testing.T, store inbox.Store) {
	a, b, c, d := email("a", 0), email("b", 2*time.Millisecond), email("c", time.Millisecond), email("d", 0)
	keep(t, store, a, b, c, d)
	expectMessages(t, store, "m1", inbox.Filter{}, b, c, d, a)
}

func messagesFiltered(t *testing.T, store inbox.Store) {
	mail, other, text := email("a", 0), email("b", time.Second), email("c", 2*time.Second)
	other.To, other.SessionID = "joe+denied@shop.example", "s2"
	text.Method, text.To, text.Subject, text.HTML = inbox.SMS, "+46701740605", "", ""
	keep(t, store, mail, other, text)
	for _, c := range []struct {
		filter inbox.Filter
		want   []inbox.Message
	}{
		{inbox.Filter{}, []inbox.Message{text, other, mail}},
		{inbox.Filter{To: "kim@shop.example"}, []inbox.Message{mail}},
		{inbox.Filter{To: "+46701740605"}, []inbox.Message{text}},
		{inbox.Filter{To: "joe+denied@shop.example"}, []inbox.Message{other}},
		{inbox.Filter{To: "kim"}, nil},
		{inbox.Filter{To: "%"}, nil},
		{inbox.Filter{SessionID: "s1"}, []inbox.Message{text, mail}},
		{inbox.Filter{SessionID: "s1", Method: inbox.Email}, []inbox.Message{mail}},
		{inbox.Filter{Method: inbox.SMS}, []inbox.Message{text}},
		{inbox.Filter{Method: inbox.SMS, SessionID: "s2"}, nil},
		{inbox.Filter{To: "' OR '1'='1"}, nil},
	} {
		expectMessages(t, store, "m1", c.filter, c.want...)
	}
}

func messagesBounded(t *testing.T, store inbox.Store) {
	older, newer := email("older", -time.Hour), email("newer", time.Hour)
	older.Merchant, newer.Merchant = "m2", "m2"
	keep(t, store, older, newer)
	const more = 5
	order := rand.New(rand.NewPCG(1, 2)).Perm(inbox.MaxMessages + more) //nolint:gosec // the same order in every run
	for _, n := range order {
		keep(t, store, email(fmt.Sprintf("%03d", n), time.Duration(n)*time.Second))
	}
	keep(t, store, email("late", -time.Hour)) // older than all that are kept
	got, err := store.Messages(t.Context(), "m1", inbox.Filter{})
	if err != nil || len(got) != inbox.MaxMessages {
		t.Fatalf("%d messages, %v", len(got), err)
	}
	if newest, oldest := got[0].ID, got[len(got)-1].ID; newest != fmt.Sprintf("%03d", inbox.MaxMessages+more-1) || oldest != fmt.Sprintf("%03d", more) {
		t.Errorf("from %s to %s", newest, oldest)
	}
	expectMessages(t, store, "m2", inbox.Filter{}, newer, older)
}

func messageOddText(t *testing.T, store inbox.Store) {
	odd := "'; DROP TABLE inbox_messages; -- <script>\u202e\u0301🚲 ?1 %s \\ \" \r\n"
	m := email("a", 0)
	m.ID, m.To, m.Subject, m.Text, m.HTML, m.Link, m.SessionID = odd, odd, odd, odd, odd, odd, odd
	keep(t, store, m)
	expectMessages(t, store, "m1", inbox.Filter{To: odd, SessionID: odd}, m)
	if got, err := store.Message(t.Context(), "m1", odd); err != nil || got != m {
		t.Errorf("%v, %v", got, err)
	}
}
