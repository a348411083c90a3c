package storetest

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/openhpp/openhpp/internal/hpp"
)

// Filler is how an engine is filled fast: Run runs a statement, AsJSON and AsBytes
// are its words for an expression as a document and as bytes.
type Filler struct {
	Run             func(t *testing.T, statement string)
	AsJSON, AsBytes func(expression string) string
}

// largeMerchants is how many merchants share the sessions of a large store.
const largeMerchants = 10

// fillBatch is how many sessions a statement makes.
const fillBatch = 100_000

// fill makes sessions of ten merchants: one in five thousand is cancelled, half are
// completed, a third of each merchant's have one reference in common.
func (f Filler) fill(t *testing.T, sessions int) {
	t.Helper()
	for first := 0; first < sessions; first += fillBatch {
		last := min(first+fillBatch, sessions) - 1
		numbers := fmt.Sprintf(`WITH RECURSIVE n (i) AS (SELECT %d UNION ALL SELECT i + 1 FROM n WHERE i < %d),
			s AS (SELECT i, 'id-' || (1000000000 + i) AS id, 'm' || (i %% %d) AS merchant, 1800000000000 + i AS made,
				CASE WHEN i %% 50007 = 9 THEN 'CANCELLED' WHEN i %% 2 = 0 THEN 'COMPLETED' ELSE 'WAITING' END AS status,
				CASE WHEN i %% 3 = 0 THEN 'donation' ELSE 'R-' || i END AS reference FROM n) `, first, last, largeMerchants)
		document := `'{"merchant":"' || merchant || '","shop":"Lamps","provider":"builtin","kind":"payments","payment":"kp-' || i || '","purchase":{"country":"SE","currency":"SEK","locale":"sv-SE","amount":12500,"tax":0,"lines":[` +
			strings.Repeat(`{"type":"physical","name":"A lamp with a name of some length","quantity":1,"total":2500},`, 4) + `{"name":"Lamp","quantity":1,"total":2500}]},"status":"' || status || '","version":1,"reference":"' || reference || '","seed":"c2VlZA==","created_at":"2027-01-15T08:00:00Z","updated_at":"2027-01-15T08:00:00Z","expires_at":"2027-01-17T08:00:00Z"}'`
		for _, statement := range []string{
			`INSERT INTO sessions (session_id, merchant_id, link_hash, provider, payment_kind, payment_id, status, version, created_at, expires_at, document, reference)
				SELECT id, merchant, ` + f.AsBytes("id") + `, 'builtin', 'payments', 'kp-' || i, status, 1, made, made + 172800000, ` + f.AsJSON(document) + `, reference FROM s`,
			`INSERT INTO outbox (subject, id, kind, merchant_id, seq, due_at, payload, created_at) SELECT id, id, 'expire', merchant, 0, made + 172800000, ` + f.AsBytes("''") + `, made FROM s`,
			`INSERT INTO session_search (merchant_id, kind, value, session_id) SELECT merchant, 'order', 'order-' || i, id FROM s WHERE i % 2 = 0
				UNION ALL SELECT merchant, 'klarna_reference', 'K' || i, id FROM s WHERE i % 2 = 0
				UNION ALL SELECT merchant, 'contact', 'c' || (i / 100), id FROM s
				UNION ALL SELECT merchant, 'profile', 'p' || (i % 7), id FROM s`,
		} {
			f.Run(t, numbers+statement)
		}
	}
}

// largeSearches are the lists of a large store, of one merchant and one number.
var largeSearches = map[string]func(s *hpp.SessionSearch, i int){
	"all":                 func(*hpp.SessionSearch, int) {},
	"from the middle on":  func(s *hpp.SessionSearch, i int) { s.After = largePlace(i) },
	"one status":          func(s *hpp.SessionSearch, i int) { s.Statuses, s.After = []hpp.Status{hpp.Completed}, largePlace(i) },
	"a rare status":       func(s *hpp.SessionSearch, i int) { s.Statuses, s.After = []hpp.Status{hpp.Cancelled}, largePlace(i) },
	"a status nobody has": func(s *hpp.SessionSearch, i int) { s.Statuses, s.After = []hpp.Status{hpp.Back}, largePlace(i) },
	"a time":              func(s *hpp.SessionSearch, i int) { s.From, s.To = largePlace(i-5000).At, largePlace(i).At },
	"an order": func(s *hpp.SessionSearch, i int) {
		s.Keys = []hpp.SearchKey{{Kind: hpp.ByOrderID, Value: fmt.Sprint("order-", i)}}
	},
	"a provider's reference": func(s *hpp.SessionSearch, i int) {
		s.Keys = []hpp.SearchKey{{Kind: hpp.ByKlarnaReference, Value: fmt.Sprint("K", i)}}
	},
	"a contact": func(s *hpp.SessionSearch, i int) {
		s.Keys = []hpp.SearchKey{{Kind: hpp.ByContact, Value: fmt.Sprint("c", i/100)}}
	},
	"a profile": func(s *hpp.SessionSearch, _ int) { s.Keys = []hpp.SearchKey{{Kind: hpp.ByProfile, Value: "p3"}} },
	"a profile, nobody's way": func(s *hpp.SessionSearch, _ int) {
		s.Keys, s.Statuses = []hpp.SearchKey{{Kind: hpp.ByProfile, Value: "p3"}}, []hpp.Status{hpp.Back}
	},
	"a reference":         func(s *hpp.SessionSearch, i int) { s.Reference = fmt.Sprint("R-", i) },
	"a reference of many": func(s *hpp.SessionSearch, _ int) { s.Reference = "donation" },
	"a payment session":   func(s *hpp.SessionSearch, i int) { s.PaymentID = fmt.Sprint("kp-", i) },
	"anything, an id":     func(s *hpp.SessionSearch, i int) { s.Any = string(largePlace(i).ID) },
	"anything, of many":   func(s *hpp.SessionSearch, _ int) { s.Any = "donation" },
	"anything, unknown":   func(s *hpp.SessionSearch, _ int) { s.Any = "nothing has this" },
}

func largePlace(i int) hpp.ListPlace {
	return hpp.ListPlace{At: time.UnixMilli(1800000000000 + int64(i)).UTC(), ID: hpp.SessionID(fmt.Sprint("id-", 1000000000+i))}
}

// RunLargeLists fills a store with sessions of ten merchants and judges how long
// each list and search takes there: within, of 99 in a hundred. Who walks a whole
// list meets each of its sessions once.
func RunLargeLists(t *testing.T, d Database, filler Filler, sessions, calls int, within time.Duration) {
	t.Helper()
	began := time.Now()
	filler.fill(t, sessions)
	t.Logf("%d sessions made in %v", sessions, time.Since(began).Round(time.Second))
	for _, name := range slices.Sorted(maps.Keys(largeSearches)) {
		took := make([]time.Duration, calls)
		for call := range took {
			i := rand.IntN(sessions-10_000) + 10_000 //nolint:gosec // a measurement
			search := searched(func(s *hpp.SessionSearch) {
				s.Merchant, s.Limit = hpp.MerchantID(fmt.Sprint("m", i%largeMerchants)), 20
			})
			largeSearches[name](&search, i)
			began := time.Now()
			found, _, err := d.SessionLists().ListSessions(t.Context(), search)
			if err == nil {
				_, err = d.SessionLists().CountOfSessions(t.Context(), found)
			}
			if took[call] = time.Since(began); err != nil {
				t.Fatal(err)
			}
		}
		slices.Sort(took)
		half, most := took[calls/2], took[calls*99/100]
		t.Logf("%-24s half within %8v, 99 in a hundred within %8v", name, half.Round(10*time.Microsecond), most.Round(10*time.Microsecond))
		if most > within {
			t.Errorf("%s: 99 in a hundred within %v, want %v", name, most, within)
		}
	}
	search := searched(func(s *hpp.SessionSearch) { s.Merchant, s.Limit = "m3", 100 })
	ids, _ := walk(t, d, search)
	if want := (sessions + 6) / largeMerchants; len(ids) != want || len(slices.Compact(slices.Sorted(slices.Values(ids)))) != want {
		t.Errorf("%d sessions were met, want each of %d once", len(ids), want)
	}
}
