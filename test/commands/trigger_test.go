package commands

import (
	"strings"
	"testing"
)

// Each event that help names comes about, on a new session and on one that is named.
func TestTrigger(t *testing.T) {
	t.Parallel()
	env := playground(t)
	help := works(t, env, "trigger", "--help")
	_, list, ok := strings.Cut(strings.Join(strings.Fields(help), " "), "Events: ")
	list, _, _ = strings.Cut(list, ". ")
	events := strings.Split(list, ", ")
	if !ok || len(events) != 18 {
		t.Fatalf("%d events in %q", len(events), help)
	}
	statuses := map[string]string{
		"session.in_progress": "IN_PROGRESS", "session.completed": "COMPLETED", "session.failed": "FAILED", "session.back": "BACK",
		"session.cancelled": "CANCELLED", "session.error": "ERROR", "session.disabled": "DISABLED", "session.expired": "WAITING",
	}
	orders := map[string]string{
		"order.placed": "AUTHORIZED", "order.captured": "CAPTURED", "order.refunded": "CAPTURED", "order.released": "CAPTURED", "order.cancelled": "CANCELLED",
	}
	for _, event := range events {
		t.Run(event, func(t *testing.T) {
			got := document(t, env, "trigger", event)
			id := text(t, got, "session_id")
			if want := statuses[event]; want != "" {
				session := document(t, env, "sessions", "show", id)
				if session["status"] != want || session["expired"] != (event == "session.expired") {
					t.Errorf("the session: %v, want %s", session, want)
				}
			}
			if want := orders[event]; want != "" {
				order := document(t, env, "orders", "show", text(t, got, "order_id"))
				if order["status"] != want || (order["refunded_amount"] != 0.0) != (event == "order.refunded") {
					t.Errorf("the order: %v, want %s", order, want)
				}
			}
			if strings.HasPrefix(event, "message.") {
				text(t, got, "distribution_id")
			}
		})
	}
	id := works(t, env, "trigger", "session.failed", "-q")
	if got := document(t, env, "trigger", "order.captured", "--session", id); got["session_id"] != id || got["order_id"] == nil {
		t.Errorf("on a session that was declined: %v", got)
	}
	if got := document(t, env, "trigger", "order.refunded", "--session", id); got["session_id"] != id {
		t.Errorf("on its order: %v", got)
	}
	if got := call(t, env, "trigger", "session.failed", "--session", id); got.status != 3 || !strings.Contains(got.err, "NOT_ALLOWED") {
		t.Errorf("what is not legal: %+v", got)
	}
	if got := call(t, env, "trigger", "session.paid"); got.status != 2 || !strings.Contains(got.err, "session.completed") {
		t.Errorf("an event that is none: %+v", got)
	}
}

func TestActAndList(t *testing.T) {
	t.Parallel()
	env := playground(t)
	var made []string
	for range 3 {
		made = append([]string{works(t, env, "sessions", "create", "-q", "--reference", "A-1001")}, made...)
	}
	if got := document(t, env, "sessions", "act", made[1], "decline", "--reason", "high_risk"); got["page"] != "failed" {
		t.Errorf("declined: %v", got)
	}
	if got := call(t, env, "sessions", "act", made[1], "touch"); got.status != 0 {
		t.Errorf("touched: %+v", got)
	}
	works(t, env, "sessions", "act", made[0], "disable")
	if got := call(t, env, "sessions", "act", made[0], "approve"); got.status != 3 {
		t.Errorf("a closed one: %+v", got)
	}
	works(t, env, "sessions", "act", made[2], "stall")
	if got := call(t, env, "sessions", "act", made[2], "approve"); got.status != 3 || !strings.Contains(got.err, "possible now: ") || !strings.Contains(got.err, "resolve") {
		t.Errorf("what is possible is not said: %+v", got)
	}
	for limit, want := range map[string]string{"0": strings.Join(made, "\n"), "2": strings.Join(made[:2], "\n")} {
		if got := works(t, env, "sessions", "list", "-q", "--limit", limit, "--reference", "A-1001"); got != want {
			t.Errorf("limit %s: %q, want %q", limit, got, want)
		}
	}
	if got := works(t, env, "sessions", "list", "-q", "--status", "DISABLED", "--status", "FAILED"); got != made[0] {
		t.Errorf("filtered: %q", got)
	}
	id := works(t, env, "sessions", "create", "-q")
	if got := document(t, env, "pay", id); got["outcome"] != "completed" {
		t.Errorf("paid by its id: %v", got)
	}
	if got := works(t, env, "sessions", "show", id, "--links"); !strings.Contains(got, "/hpp/payments/") {
		t.Errorf("with links:\n%s", got)
	}
	if got := works(t, env, "sessions", "show", id); strings.Contains(got, "/hpp/payments/") {
		t.Errorf("links nobody asked for:\n%s", got)
	}
}
