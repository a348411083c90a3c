package tables

import (
	"strings"

	"github.com/openhpp/openhpp/internal/retention"
)

// fewOfProvider is why the provider's tables are not spread: a token, a capture
// and a session are unique over all rows, which a shard cannot see to.
const fewOfProvider = "their unique keys hold over all rows, which no shard can see to"

// All are the tables of PostgreSQL, those first that others refer to. A file
// has those of them that repeat no other.
var All = []Table{
	{
		Name: "merchants", Key: list("id"),
		Columns:  list("id name webhook_version created_at disabled_at sales_closed_at"),
		WholeFor: "few, and read with every call",
		KeptFor:  "merchants are disabled, never removed",
	},
	{
		Name: "credentials", Key: list("username"),
		Columns:      list("username merchant_id password_hash created_at revoked_at"),
		WholeFor:     "few, and read with every call",
		KeptFor:      "with their merchant",
		UncheckedFor: "an operator made them",
	},
	{
		Name: "webhook_overlaps", Key: list("merchant_id version"),
		Columns:      list("merchant_id version ends_at"),
		WholeFor:     "few, and read with every call",
		KeptFor:      "until the rotation after next clears them",
		UncheckedFor: "an operator made them",
	},
	{
		Name: "upstream_credentials", Key: list("merchant_id upstream label"),
		Columns:  list("merchant_id upstream label username sealed key_id mode callback return_mode test_allowed updated_at"),
		WholeFor: "few, and read with every page of their merchant",
		KeptFor:  "an operator removes them",
	},
	{
		Name: "sessions", Key: list("session_id"),
		Columns:       list("session_id merchant_id link_hash provider payment_kind payment_id status version created_at expires_at document reference"),
		ServerColumns: list("mark"),
		ShardKey:      "session_id",
		SpreadFor:     "a payment's rows lie together",
		Ends:          []Ending{{Kind: retention.Sessions, Column: "session_id", Of: Swept}},
	},
	{
		Name: "session_links", Key: list("link_hash"),
		Columns:   list("link_hash session_id"),
		FromFile:  "sessions",
		ShardKey:  "link_hash",
		SpreadFor: "a link tells which session it opens",
		Ends:      []Ending{{Kind: retention.Sessions, Column: "link_hash", Of: Related}},
	},
	{
		Name: "events", Key: list("session_id seq"),
		Columns:  list("session_id seq event_id status at detail"),
		ShardKey: "session_id", Beside: "sessions",
		Ends: []Ending{{Kind: retention.Sessions, Column: "session_id", Of: Swept}},
	},
	{
		Name: "session_search", Key: list("merchant_id kind value session_id"),
		Columns:  list("merchant_id kind value session_id"),
		ShardKey: "session_id", Beside: "sessions",
		Ends: []Ending{{Kind: retention.Sessions, Column: "session_id", Of: Swept}},
	},
	{
		Name: "distributions", Key: list("session_id number"),
		Columns:  list("session_id number distribution_id method contact shown recipient state reason queued_at sent_at accepted_at opened_at ended_at kind"),
		ShardKey: "session_id", Beside: "sessions",
		Ends: []Ending{{Kind: retention.Sessions, Column: "session_id", Of: Swept}},
	},
	{
		Name: "outbox", Key: list("subject id"),
		Columns:  list("subject id kind seq due_at attempts lease_until fence payload state reason created_at waits merchant_id"),
		ShardKey: "subject", Beside: "sessions",
		Ends: []Ending{
			{Kind: retention.Sessions, Column: "subject", Of: Swept},
			{Kind: retention.Orders, Column: "subject", Of: Swept},
			{Kind: retention.Orders, Column: "subject", Of: Related},
			{Kind: retention.Payments, Column: "subject", Of: Swept},
			{Kind: retention.Checkouts, Column: "subject", Of: Swept},
		},
	},
	{
		Name: "merchant_events", Key: list("subject event_id"),
		Columns:  list("subject event_id merchant_id type seq at order_id url body"),
		ShardKey: "subject", Beside: "sessions",
		Ends: []Ending{
			{Kind: retention.Sessions, Column: "subject", Of: Swept},
			{Kind: retention.Orders, Column: "subject", Of: Swept},
		},
	},
	{
		Name: "delivery_tries", Key: list("subject event_id endpoint number"),
		Columns:  list("subject event_id endpoint number at took_ms result status body"),
		ShardKey: "subject", Beside: "sessions",
		Ends: []Ending{
			{Kind: retention.Sessions, Column: "subject", Of: Swept},
			{Kind: retention.Orders, Column: "subject", Of: Swept},
			{Kind: retention.Orders, Column: "subject", Of: Related},
		},
	},
	{
		Name: "token_claims", Key: list("provider payment_kind payment_id token_hash"),
		Columns:      list("provider payment_kind payment_id token_hash session_id claimed_at"),
		WholeFor:     "few: of payers who acted at a provider of their merchant's own",
		Ends:         []Ending{{Kind: retention.Sessions, Column: "session_id", Of: Swept}},
		UncheckedFor: "a claim only keeps others from a token",
	},
	{
		Name: "idempotency", Key: list("merchant_id key"),
		Columns:   list("merchant_id key fingerprint session_id created_at"),
		ShardKey:  "key",
		SpreadFor: "by the key, not by the merchant: a large merchant's keys must not all be on one node",
		Ends:      []Ending{{Kind: retention.Keys, Column: "created_at"}},
	},
	{
		Name: "message_quotas", Key: list("merchant_id scope day"),
		Columns:      list("merchant_id scope day used"),
		ShardKey:     "merchant_id",
		SpreadFor:    "a merchant's small lists lie together",
		Ends:         []Ending{{Kind: retention.Quotas, Column: "day", Of: Day}},
		UncheckedFor: "counts that a day later mean nothing",
	},
	{
		Name: "message_stops", Key: list("merchant_id recipient"),
		Columns:  list("merchant_id recipient stopped_at"),
		ShardKey: "merchant_id", Beside: "message_quotas",
		KeptFor:      "a payer asked for no more messages",
		UncheckedFor: "nothing else says what they should be",
	},
	{
		Name: "profiles", Key: list("merchant_id profile_id"),
		Columns:  list("merchant_id profile_id updated_at document"),
		ShardKey: "merchant_id", Beside: "message_quotas",
		KeptFor:      "the merchant removes them",
		UncheckedFor: "nothing else says what they should be",
	},
	{
		Name: "inbox_messages", Key: list("merchant_id message_id"),
		Columns:  list("merchant_id message_id session_id method recipient subject text_body html_body link received_at"),
		ShardKey: "merchant_id", Beside: "message_quotas",
		Ends: []Ending{
			{Kind: retention.Messages, Column: "received_at"},
			{Kind: retention.Sessions, Column: "session_id", Of: Swept},
		},
		UncheckedFor: "messages of tests",
	},
	{
		Name: "sandbox_caught", Key: list("merchant_id id"),
		Columns:  list("merchant_id id name at method query headers body signature event_id session_id session_status answered repeated"),
		ShardKey: "merchant_id", Beside: "message_quotas",
		KeptFor:      "the newest thousand of a merchant push out the others",
		UncheckedFor: "requests of tests",
	},
	{
		Name: "sandbox_catchers", Key: list("merchant_id name"),
		Columns:  list("merchant_id name document taken"),
		ShardKey: "merchant_id", Beside: "message_quotas",
		KeptFor:      "a merchant has few, and replaces them",
		UncheckedFor: "programmes of tests",
	},
	{
		Name: "sandbox_tenants", Key: list("merchant_id"),
		Columns:      list("merchant_id parent_id name created_at ends_at"),
		WholeFor:     "few, and of tests",
		KeptFor:      "the sandbox removes them at their end, with all that they have",
		UncheckedFor: "merchants of tests",
	},
	{
		Name: "access_codes", Key: list("secret"),
		Columns:      list("secret code digits expires_at session_id number network seen_at"),
		WholeFor:     "some hundred for a quarter of an hour, found by three keys",
		Ends:         []Ending{{Kind: retention.Codes, Column: "expires_at"}},
		UncheckedFor: "gone after a quarter of an hour",
	},
	{
		Name: "pictures", Key: list("name"),
		Columns:      list("name kind width height bytes"),
		WholeFor:     "few: a shop's logo and background",
		KeptFor:      "sessions share them",
		UncheckedFor: "made anew when missing",
	},
	{
		Name: "picture_sources", Key: list("key"),
		Columns:      list("key picture fetched_at"),
		WholeFor:     "few: a shop's logo and background",
		KeptFor:      "sessions share them",
		UncheckedFor: "made anew when missing",
	},
	{
		Name: "playground_sessions", Key: list("session_id"),
		Columns:  list("session_id merchant_id token version mark created_at expires_at document"),
		WholeFor: fewOfProvider,
		Ends: []Ending{
			{Kind: retention.Orders, Column: "session_id", Of: Related},
			{Kind: retention.Payments, Column: "session_id", Of: Swept},
			{Kind: retention.Checkouts, Column: "session_id", Of: Swept},
		},
		UncheckedFor: "an order has what it became",
	},
	{
		Name: "playground_checkouts", Key: list("order_id"),
		Columns:  list("order_id merchant_id version mark created_at expires_at document"),
		WholeFor: fewOfProvider,
		Ends: []Ending{
			{Kind: retention.Orders, Column: "order_id", Of: Related},
			{Kind: retention.Payments, Column: "order_id", Of: Swept},
			{Kind: retention.Checkouts, Column: "order_id", Of: Swept},
		},
		UncheckedFor: "an order has what it became",
	},
	{
		Name: "playground_attempts", Key: list("session_id key"),
		Columns:  list("session_id key document"),
		WholeFor: fewOfProvider,
		Ends: []Ending{
			{Kind: retention.Orders, Column: "session_id", Of: Related},
			{Kind: retention.Payments, Column: "session_id", Of: Swept},
			{Kind: retention.Checkouts, Column: "session_id", Of: Swept},
		},
		UncheckedFor: "an order has what it became",
	},
	{
		Name: "playground_orders", Key: list("order_id"),
		Columns:  list("order_id session_id merchant_id version mark order_amount captured_amount refunded_amount released_amount fraud_status decision_due created_at expires_at document"),
		WholeFor: fewOfProvider,
		Ends:     []Ending{{Kind: retention.Orders, Column: "order_id", Of: Swept}},
	},
	{
		Name: "playground_captures", Key: list("order_id number"),
		Columns:  list("order_id number capture_id amount document"),
		WholeFor: fewOfProvider,
		Ends:     []Ending{{Kind: retention.Orders, Column: "order_id", Of: Swept}},
	},
	{
		Name: "playground_refunds", Key: list("order_id number"),
		Columns:  list("order_id number refund_id amount document"),
		WholeFor: fewOfProvider,
		Ends:     []Ending{{Kind: retention.Orders, Column: "order_id", Of: Swept}},
	},
	{
		Name: "playground_tokens", Key: list("token_id"),
		Columns:      list("token_id session_id merchant_id version mark document"),
		WholeFor:     fewOfProvider,
		KeptFor:      "a standing consent lasts until it is taken back",
		UncheckedFor: "nothing else says what they should be",
	},
	{
		Name: "playground_answers", Key: list("merchant_id key"),
		Columns:      list("merchant_id key fingerprint answer created_at"),
		WholeFor:     fewOfProvider,
		Ends:         []Ending{{Kind: retention.Answers, Column: "created_at"}},
		UncheckedFor: "kept for a day to answer repeats",
	},
}

func list(words string) []string { return strings.Fields(words) }
