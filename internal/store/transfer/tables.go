package transfer

import "strings"

// table is what is moved, in the order of its key, so that a move that was
// broken off goes on where it stood.
type table struct {
	name    string
	key     []string
	columns []string // all that the file has
}

func of(name, key, columns string) table {
	return table{name, strings.Fields(key), strings.Fields(columns)}
}

// tables are everything that is kept, those first that others refer to.
var tables = []table{
	of("merchants", "id", "id name webhook_version created_at disabled_at sales_closed_at"),
	of("credentials", "username", "username merchant_id password_hash created_at revoked_at"),
	of("webhook_overlaps", "merchant_id version", "merchant_id version ends_at"),
	of("sessions", "session_id", "session_id merchant_id link_hash provider payment_kind payment_id status version created_at expires_at document reference"),
	of("events", "session_id seq", "session_id seq event_id status at detail"),
	of("idempotency", "merchant_id key", "merchant_id key fingerprint session_id created_at"),
	of("outbox", "subject id", "subject id kind seq due_at attempts lease_until fence payload state reason created_at waits merchant_id"),
	of("pictures", "name", "name kind width height bytes"),
	of("picture_sources", "key", "key picture fetched_at"),
	of("inbox_messages", "merchant_id message_id", "merchant_id message_id session_id method recipient subject text_body html_body link received_at"),
	of("distributions", "session_id number", "session_id number distribution_id method contact shown recipient state reason queued_at sent_at accepted_at opened_at ended_at"),
	of("message_quotas", "merchant_id scope day", "merchant_id scope day used"),
	of("message_stops", "merchant_id recipient", "merchant_id recipient stopped_at"),
	of("access_codes", "secret", "secret code digits expires_at session_id number network seen_at"),
	of("profiles", "merchant_id profile_id", "merchant_id profile_id updated_at document"),
	of("playground_sessions", "session_id", "session_id merchant_id token version mark created_at expires_at document"),
	of("playground_attempts", "session_id key", "session_id key document"),
	of("playground_orders", "order_id", "order_id session_id merchant_id version mark order_amount captured_amount refunded_amount released_amount fraud_status decision_due created_at expires_at document"),
	of("playground_captures", "order_id number", "order_id number capture_id amount document"),
	of("playground_refunds", "order_id number", "order_id number refund_id amount document"),
	of("playground_checkouts", "order_id", "order_id merchant_id version mark created_at expires_at document"),
	of("playground_tokens", "token_id", "token_id session_id merchant_id version mark document"),
	of("playground_answers", "merchant_id key", "merchant_id key fingerprint answer created_at"),
}

// linked is the table that PostgreSQL has beside sessions: a session by its
// link, apart, so that both can be sharded by their own key.
const linked = "session_links"

func (t table) list() string { return strings.Join(t.columns, ", ") }

// order is the key as both engines sort it: by bytes.
func (t table) order() string { return strings.Join(t.key, ", ") }

// keyOf are the values of the key in a row.
func (t table) keyOf(row []any) []any {
	values := make([]any, len(t.key))
	for i, name := range t.key {
		for j, column := range t.columns {
			if column == name {
				values[i] = row[j]
			}
		}
	}
	return values
}
