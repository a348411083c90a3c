package app

import (
	"strings"
	"testing"
	"time"

	"github.com/openhpp/openhpp/client"
)

// A merchant without a shop makes a link by one call, sends it, finds it by whom it
// went to, and reads what happened. A repeat makes and sends nothing.
func TestALinkByHandAndItsStory(t *testing.T) {
	s := openTenant(t)
	api := client.Client{BaseURL: s.url, Username: s.login.Username, Password: s.login.Password}
	link := client.NewLink{
		Amount: 12500, Currency: "SEK", Country: "SE", Locale: "sv-SE", Description: "Lamp repair", TaxRate: 2500, Reference: "A-1001",
		Life: time.Hour, Mode: client.ModePlaceOrder, Send: &client.Distribution{Email: "kim@shop.example"},
	}
	made, err := api.MakeLink(t.Context(), link, client.WithIdempotencyKey("one"))
	if err != nil || made.DistributionID == "" || time.Until(made.ExpiresAt) > time.Hour {
		t.Fatalf("%+v, %v", made, err)
	}
	again, err := api.MakeLink(t.Context(), link, client.WithIdempotencyKey("one"))
	if err != nil || again != made {
		t.Errorf("a repeat: %+v, %v", again, err)
	}
	link.Amount = 1
	if _, err := api.MakeLink(t.Context(), link, client.WithIdempotencyKey("one")); err == nil || !strings.Contains(err.Error(), "IDEMPOTENCY_KEY_REUSED") {
		t.Errorf("another link under its key: %v", err)
	}
	list, err := api.ListSessions(t.Context(), client.SessionFilter{Contact: "kim@shop.example", Reference: "A-1001"})
	if err != nil || len(list.Sessions) != 1 || list.Sessions[0].SessionID != made.SessionID || list.Sessions[0].Amount != 12500 {
		t.Fatalf("%+v, %v", list, err)
	}
	if all, err := api.Distributions(t.Context(), made.SessionID); err != nil || len(all) != 1 || all[0].DistributionID != made.DistributionID {
		t.Errorf("%+v, %v", all, err)
	}
	told, err := api.Story(t.Context(), made.SessionID)
	if err != nil || len(told.Entries) < 2 || told.Answers.Opened.Yes || told.Answers.Told.State != "NO_ADDRESS" || told.Entries[0].Text != "Session made" {
		t.Errorf("%+v, %v", told, err)
	}
	// Nothing is made where something is wrong, and everything wrong is told.
	before, err := api.ListSessions(t.Context(), client.SessionFilter{})
	if err != nil {
		t.Fatal(err)
	}
	_, err = api.MakeLink(t.Context(), client.NewLink{
		Amount: 1, Currency: "EUR", Country: "SE", Locale: "sv-SE", Description: "x", ProfileID: "none", Send: &client.Distribution{Email: "kim"},
	})
	for _, want := range []string{"currency", "profile_id", "send.contact_information.email"} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v lacks %s", err, want)
		}
	}
	if after, err := api.ListSessions(t.Context(), client.SessionFilter{}); err != nil || len(after.Sessions) != len(before.Sessions) {
		t.Errorf("%d sessions, then %d, %v", len(before.Sessions), len(after.Sessions), err)
	}
}
