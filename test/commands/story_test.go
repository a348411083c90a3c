package commands

import (
	"strings"
	"testing"
)

// A link is made and mailed in one call, paid, and its story and order are told.
func TestLinkStoryAndOrders(t *testing.T) {
	t.Parallel()
	env := playground(t)
	link := works(t, env, "link", "--amount", "500", "--reference", "A-1", "--email", "kim@shop.example", "--quiet")
	message := document(t, env, "inbox", "--wait", "10")
	if got := document(t, env, "pay", link); got["outcome"] != "completed" {
		t.Fatalf("%s: %v", link, got)
	}
	id := text(t, message, "session_id")
	story := works(t, env, "sessions", "story", id)
	for _, part := range []string{"status", "order", "Did a payer act", "yes", "NO_ADDRESS"} {
		if !strings.Contains(story, part) {
			t.Errorf("the story lacks %q:\n%s", part, story)
		}
	}
	if got := document(t, env, "sessions", "story", id); got["entries"] == nil || got["answers"] == nil {
		t.Errorf("as JSON: %v", got)
	}
	order := text(t, document(t, env, "sessions", "show", id), "order_id")
	if got := works(t, env, "orders", "list", "-q", "--reference", "A-1"); got != order {
		t.Errorf("orders: %q, want %s", got, order)
	}
	if got := works(t, env, "orders", "list"); !strings.Contains(got, "5.00 SEK") {
		t.Errorf("for people:\n%s", got)
	}
	if got := works(t, env, "orders", "list", "-q", "--status", "CANCELLED"); got != "" {
		t.Errorf("cancelled ones: %q", got)
	}
}
