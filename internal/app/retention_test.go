package app

import (
	"context"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/retention"
)

func TestWhatIsKept(t *testing.T) {
	week := 7 * day
	short := map[retention.Kind]time.Duration{
		retention.Keys: week, retention.Answers: week, retention.Messages: 30 * day, retention.Codes: 10 * time.Minute, retention.Quotas: 2 * day,
	}
	for name, c := range map[string]struct {
		days *int
		want time.Duration
	}{"nothing said": {nil, 400 * day}, "a month": {new(30), 30 * day}, "for ever": {new(0), 0}} {
		want := map[retention.Kind]time.Duration{}
		for kind, keep := range short {
			want[kind] = keep
		}
		if c.want > 0 {
			want[retention.Sessions], want[retention.Orders], want[retention.Payments], want[retention.Checkouts] = c.want, c.want, c.want, c.want
		}
		got := map[retention.Kind]time.Duration{}
		for _, rule := range (&Config{KeepSessions: c.days}).retentionRules() {
			got[rule.Kind] = rule.Keep
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

// A session that went is one that never was: for its merchant, for its payer,
// and for another merchant.
func TestASweptSessionIsUnknown(t *testing.T) {
	server, err := Open(t.Context(), local(t), discardLog())
	if err != nil {
		t.Fatal(err)
	}
	shop, err := server.merchants.Create(t.Context(), "Lampor & Ljus")
	if err != nil {
		t.Fatal(err)
	}
	links := server.sessions.Links
	made := map[string]hpp.Session{}
	for name, age := range map[string]time.Duration{"swept": 401 * day, "kept": 399 * day} {
		end := time.Now().UTC().Add(-age)
		s := hpp.Session{
			ID: hpp.SessionID(newID()), Merchant: shop.MerchantID, Shop: "Lampor & Ljus", Channel: hpp.Ecommerce, Status: hpp.Waiting, Expired: true, Seed: newSeed(),
			Payment:   hpp.PaymentRef{Provider: builtin, Kind: hpp.KindPayments, ID: name},
			Purchase:  hpp.Purchase{Country: "SE", Currency: "SEK", Locale: "sv-SE", Amount: 100},
			CreatedAt: end.Add(-day), UpdatedAt: end.Add(-day), ExpiresAt: end,
		}
		if made[name], err = server.db.sessions.Insert(t.Context(), s, links.LinkHash(links.PageToken(s)), nil, hpp.IdempotencyKey{}); err != nil {
			t.Fatal(err)
		}
	}
	server.sweeper.First = time.Millisecond
	ctx, stop := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() { done <- server.Run(ctx) }()
	defer func() {
		stop()
		if err := <-done; err != nil {
			t.Error(err)
		}
	}()
	began := time.Now()
	for page := ""; !strings.Contains(page, `openhpp_retention_swept_total{kind="sessions"} 1`); {
		page = metricsOf(t, server)
		if time.Since(began) > 20*time.Second {
			t.Fatalf("one session is not swept:\n%s", page)
		}
	}
	as := func(address string) (int, string) {
		return get(t, strings.Replace(address, "http://", "http://"+shop.Username+":"+shop.Password+"@", 1))
	}
	for what, address := range map[string]func(id, token string) (int, string){
		"the published API": func(id, _ string) (int, string) { return as(server.URL() + "/hpp/v1/sessions/" + id) },
		"the extension": func(id, _ string) (int, string) {
			return as(server.URL() + "/openhpp/v1/sessions/" + id + "/distributions")
		},
		"its link": func(_, token string) (int, string) { return get(t, server.URL()+"/eu/hpp/payments/"+token) },
	} {
		swept, sweptText := address(string(made["swept"].ID), links.PageToken(made["swept"]))
		never, neverText := address(newID(), strings.Repeat("A", len(links.PageToken(made["swept"]))))
		if swept != http.StatusNotFound || swept != never || len(sweptText) != len(neverText) {
			t.Errorf("%s answers %d, for what never was %d:\n%s\n%s", what, swept, never, sweptText, neverText)
		}
	}
	if status, text := as(server.URL() + "/openhpp/v1/sessions/" + string(made["kept"].ID) + "/distributions"); status != http.StatusOK {
		t.Errorf("the extension on one that is kept: %d %s", status, text)
	}
	if status, text := get(t, links.PageURL(made["kept"])); status != http.StatusGone && !strings.Contains(text, `data-outcome="expired"`) {
		t.Errorf("the link of one that is kept: %d", status)
	}
}
