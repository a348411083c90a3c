package fsck

import (
	"fmt"
	"strings"
	"testing"
)

// stored are the faults planted into the database.
var stored = map[string]struct {
	invariant string
	subject   string // "session open": the session of that name; also orders
	apart     bool   // only where links lie in a table of their own
	// plant is the statement; {open} is a session's id, {order of open} and
	// {payment of open} those of its order and payment session, doc(from, to) changes a document.
	plant string
}{
	"an order is lost":             {invariant: "I3", subject: "session placed", plant: `DELETE FROM playground_orders WHERE order_id = '{order of placed}'`},
	"another amount":               {invariant: "I3", subject: "session placed", plant: `UPDATE playground_orders SET doc("original_amount":23750, "original_amount":1) WHERE order_id = '{order of placed}'`},
	"another currency":             {invariant: "I3", subject: "session placed", plant: `UPDATE playground_orders SET doc("purchase_currency":"SEK", "purchase_currency":"EUR") WHERE order_id = '{order of placed}'`},
	"another line":                 {invariant: "I3", subject: "session placed", plant: `UPDATE playground_orders SET doc("name":"Lamp", "name":"Lump") WHERE order_id = '{order of placed}'`},
	"another merchant's order":     {invariant: "I3", subject: "session placed", plant: `UPDATE playground_orders SET merchant_id = 'm' WHERE order_id = '{order of placed}'`},
	"no order named":               {invariant: "I3", subject: "session placed", plant: `UPDATE sessions SET doc("order_id":"{order of placed}", "order_id":"") WHERE session_id = '{placed}'`},
	"an order before its time":     {invariant: "I3", subject: "session open", plant: `UPDATE sessions SET doc("status":"WAITING", "status":"WAITING","result":{"order_id":"o"}) WHERE session_id = '{open}'`},
	"an order nobody heard of":     {invariant: "I3", subject: "session open", plant: plantedOrder("open")},
	"two sessions with an order":   {invariant: "I3", subject: "session captured", plant: `UPDATE sessions SET payment_id = '{payment of placed}', doc("payment":"{payment of captured}", "payment":"{payment of placed}") WHERE session_id = '{captured}'`},
	"an illegal step":              {invariant: "I4", subject: "session placed", plant: `UPDATE events SET status = 'FAILED' WHERE session_id = '{placed}' AND seq = 1`},
	"a gap":                        {invariant: "I4", subject: "session placed", plant: `UPDATE events SET seq = 3 WHERE session_id = '{placed}' AND seq = 2`},
	"an event after the last":      {invariant: "I4", subject: "session cancelled", plant: `INSERT INTO events (session_id, seq, event_id, status, at, detail) VALUES ('{cancelled}', 3, 'e', 'CANCELLED', 1, ''); UPDATE sessions SET doc("events":2, "events":3) WHERE session_id = '{cancelled}'`},
	"another version":              {invariant: "I4", subject: "session open", plant: `UPDATE sessions SET version = version + 1 WHERE session_id = '{open}'`},
	"another status in the row":    {invariant: "I4", subject: "session placed", plant: `UPDATE sessions SET status = 'WAITING' WHERE session_id = '{placed}'`},
	"another status than its last": {invariant: "I4", subject: "session disabled", plant: `UPDATE sessions SET status = 'CANCELLED', doc("status":"DISABLED", "status":"CANCELLED") WHERE session_id = '{disabled}'`},
	"an event id twice":            {invariant: "I6", subject: "session placed", plant: `UPDATE events SET event_id = (SELECT min(event_id) FROM events) WHERE session_id = '{placed}' AND seq = 2`},
	"a change without an event":    {invariant: "I6", subject: "session placed", plant: `UPDATE sessions SET doc("events":2, "events":3) WHERE session_id = '{placed}'`},
	"given up too early":           {invariant: "I7", subject: "session untold", plant: `UPDATE outbox SET state = 'dead' WHERE kind = 'callback' AND subject = '{untold}' AND seq = 1`},
	"waits for nothing":            {invariant: "I7", subject: "session untold", plant: `UPDATE outbox SET waits = {true} WHERE kind = 'callback' AND subject = '{untold}' AND seq = 1`},
	"never given up":               {invariant: "I7", subject: "session untold", plant: `UPDATE outbox SET attempts = 14 WHERE kind = 'callback' AND subject = '{untold}' AND seq = 1`},
	"due and not done":             {invariant: "I7", subject: "session untold", plant: `UPDATE outbox SET due_at = 1 WHERE kind = 'callback' AND subject = '{untold}' AND seq = 1`},
	"a callback without an event":  {invariant: "I7", subject: "session untold", plant: `UPDATE outbox SET seq = 7 WHERE kind = 'callback' AND subject = '{untold}' AND seq = 2`},
	"gone and never taken":         {invariant: "I7", subject: "session placed", plant: `UPDATE delivery_tries SET result = 'timeout' WHERE subject = '{placed}' AND event_id = (SELECT event_id FROM events WHERE session_id = '{placed}' AND seq = 2)`},
	"a try of no event":            {invariant: "REF", subject: "session placed", plant: `INSERT INTO delivery_tries (subject, event_id, endpoint, number, at, took_ms, result, status, body) VALUES ('{placed}', 'e', 'status_update', 1, 1, 1, 'ok', 200, '')`},
	"a try of no session":          {invariant: "REF", subject: "session nowhere", plant: `INSERT INTO delivery_tries (subject, event_id, endpoint, number, at, took_ms, result, status, body) VALUES ('nowhere', 'e', 'status_update', 1, 1, 1, 'ok', 200, '')`},
	"a try is missing":             {invariant: "REF", subject: "session placed", plant: `UPDATE delivery_tries SET number = 2 WHERE subject = '{placed}' AND event_id = (SELECT event_id FROM events WHERE session_id = '{placed}' AND seq = 2)`},
	"another's published event":    {invariant: "REF", subject: "session placed", plant: `UPDATE merchant_events SET merchant_id = 'm' WHERE subject = '{placed}' AND seq = 2`},
	"a published event of nobody":  {invariant: "REF", subject: "session nowhere", plant: `INSERT INTO merchant_events (subject, event_id, merchant_id, type, seq, at, order_id, url, body) SELECT 'nowhere', event_id, merchant_id, type, seq, at, order_id, url, body FROM merchant_events WHERE subject = '{none}' AND seq = 2`},
	"unknown for ever":             {invariant: "I7", subject: "session open", plant: `UPDATE sessions SET doc("status":"WAITING", "status":"WAITING","attempt":{"id":"a","step":"authorizing"}) WHERE session_id = '{open}'`},
	"a capture that is not summed": {invariant: "I11", subject: "order part captured", plant: `UPDATE playground_orders SET captured_amount = captured_amount - 1 WHERE order_id = '{order of part captured}'`},
	"a capture is lost":            {invariant: "I11", subject: "order part captured", plant: `DELETE FROM playground_captures WHERE order_id = '{order of part captured}' AND number = 1`},
	"a refund is lost":             {invariant: "I11", subject: "order captured", plant: `DELETE FROM playground_refunds WHERE order_id = '{order of captured}'`},
	"a capture of nothing":         {invariant: "I11", subject: "order nowhere", plant: `INSERT INTO playground_captures (order_id, number, capture_id, amount, document) VALUES ('nowhere', 1, 'c', 1, '{}')`},
	"an amount in the row alone":   {invariant: "I11", subject: "order placed", plant: `UPDATE playground_orders SET order_amount = order_amount + 1 WHERE order_id = '{order of placed}'`},
	"a key to another's session":   {invariant: "I12", subject: "session open", plant: `UPDATE idempotency SET merchant_id = 'm' WHERE session_id = '{open}'`},
	"a key to nowhere":             {invariant: "I12", subject: "session nowhere", plant: `UPDATE idempotency SET session_id = 'nowhere' WHERE session_id = '{open}'`},
	"nobody will close it":         {invariant: "I16", subject: "session open", plant: `DELETE FROM outbox WHERE kind = 'expire' AND subject = '{open}'`},
	"an event of nobody":           {invariant: "REF", subject: "session nowhere", plant: `INSERT INTO events (session_id, seq, event_id, status, at, detail) VALUES ('nowhere', 1, 'e', 'IN_PROGRESS', 1, '')`},
	"a job of nobody":              {invariant: "REF", subject: "session nowhere", plant: `UPDATE outbox SET subject = 'nowhere' WHERE kind = 'expire' AND subject = '{placed}'`},
	"a message nobody sends":       {invariant: "REF", subject: "session disabled", plant: `UPDATE distributions SET state = 'QUEUED' WHERE session_id = '{disabled}'`},
	"a distribution is lost":       {invariant: "REF", subject: "session disabled", plant: `DELETE FROM distributions WHERE session_id = '{disabled}'`},
	"another end in the row":       {invariant: "REF", subject: "session open", plant: `UPDATE sessions SET expires_at = 1 WHERE session_id = '{open}'`},
	"a document is spoilt":         {invariant: "REF", subject: "session open", plant: `UPDATE sessions SET document = '[]' WHERE session_id = '{open}'`},
	"a password is cut":            {invariant: "REF", subject: "account klarna-eu/default of merchant m", plant: plantedAccount("substr(password_hash, 1, 8)", "00112233445566ff")},
	"a password of no key":         {invariant: "REF", subject: "account klarna-eu/default of merchant m", plant: plantedAccount("password_hash", "")},
	"a search key is lost":         {invariant: "REF", subject: "session placed", plant: `DELETE FROM session_search WHERE session_id = '{placed}' AND kind = 'order'`},
	"a search key of nobody":       {invariant: "REF", subject: "session nowhere", plant: `INSERT INTO session_search (merchant_id, kind, value, session_id) VALUES ('m', 'order', 'o', 'nowhere')`},
	"another merchant finds it":    {invariant: "REF", subject: "session placed", plant: `INSERT INTO session_search (merchant_id, kind, value, session_id) VALUES ('m', 'order', 'o', '{placed}')`},
	"a link is lost":               {invariant: "REF", subject: "session open", apart: true, plant: `DELETE FROM session_links WHERE session_id = '{open}'`},
	"a link leads elsewhere":       {invariant: "REF", subject: "session nowhere", apart: true, plant: `INSERT INTO session_links (session_id, link_hash) VALUES ('nowhere', 'x')`},
}

// plantedAccount is an account at another company, of a new merchant.
func plantedAccount(sealed, key string) string {
	return `INSERT INTO merchants (id, name, webhook_version, created_at) VALUES ('m', 'M', 1, 1); ` +
		`INSERT INTO upstream_credentials (merchant_id, upstream, label, username, sealed, key_id, mode, callback, return_mode, updated_at)
		SELECT 'm', 'klarna-eu', 'default', '', ` + sealed + `, '` + key + `', 'auto', 'if-absent', 'rewrite', 1 FROM credentials WHERE username = (SELECT min(username) FROM credentials)`
}

// plantedOrder is another order like that of the Checkout session, on the
// payment session of a session of this name.
func plantedOrder(name string) string {
	return `INSERT INTO playground_orders (order_id, session_id, merchant_id, version, order_amount, fraud_status, created_at, expires_at, document)
		SELECT 'planted', '{payment of ` + name + `}', merchant_id, version, order_amount, fraud_status, created_at, expires_at, document
		FROM playground_orders WHERE order_id = '{order of checkout}'`
}

// planted plants a fault into a copy and sees it found.
func (w *world) planted(t *testing.T, fault struct {
	invariant, subject string
	apart              bool
	plant              string
}) {
	spoilt := w.Copy(t)
	for statement := range strings.SplitSeq(w.fill(fault.plant), "; ") {
		spoilt.Change(statement)
	}
	check(t, spoilt, "--quiescent").only(t, fault.invariant, w.name(fault.subject))
}

// fill replaces names by ids, and doc() by what the engine has for it.
func (w *world) fill(statement string) string {
	for name, id := range w.sessions {
		statement = strings.ReplaceAll(statement, "{"+name+"}", id)
	}
	for name, id := range w.orders {
		statement = strings.ReplaceAll(statement, "{order of "+name+"}", id)
	}
	for name, id := range w.payments {
		statement = strings.ReplaceAll(statement, "{payment of "+name+"}", id)
	}
	yes, change := "1", `document = replace(document, '%s', '%s')`
	if !w.IsFile() {
		yes, change = "true", `document = replace(document::text, '%s', '%s')::json`
	}
	statement = strings.ReplaceAll(statement, "{true}", yes)
	for {
		before, rest, ok := strings.Cut(statement, "doc(")
		if !ok {
			return statement
		}
		arguments, after, _ := strings.Cut(rest, ") ")
		from, to, _ := strings.Cut(arguments, ", ")
		statement = before + fmt.Sprintf(change, from, to) + " " + after
	}
}

// name is a subject with its id.
func (w *world) name(subject string) string {
	if name, ok := strings.CutPrefix(subject, "session "); ok && w.sessions[name] != "" {
		return "session " + w.sessions[name]
	}
	if name, ok := strings.CutPrefix(subject, "order "); ok && w.orders[name] != "" {
		return "order " + w.orders[name]
	}
	return subject
}
