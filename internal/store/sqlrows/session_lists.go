package sqlrows

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/store/sessionjson"
)

// SessionLists implements hpp.SessionListStore.
type SessionLists struct{ db Engine }

// SessionLists finds and lists sessions of a merchant.
func (s Stores) SessionLists() SessionLists { return SessionLists{s.engine} }

var _ hpp.SessionListStore = SessionLists{}

// A list is read in three steps, each by an index and of so many rows at most:
// candidates by the search's first condition, those of them that hold the rest,
// and the documents of those that are shown.
const (
	// Rows come from the newest on: below a place, and not below a time.
	candidatesByAge = `SELECT created_at, session_id FROM sessions WHERE merchant_id = $1
		AND (created_at, session_id) < ($2, $3) AND created_at >= $4 ORDER BY created_at DESC, session_id DESC LIMIT $5`

	candidatesByKey = `SELECT 0, session_id FROM session_search WHERE merchant_id = $1 AND kind = $2 AND value = $3
		AND session_id < $4 ORDER BY session_id DESC LIMIT $5`
	candidatesByReference = `SELECT 0, session_id FROM sessions WHERE merchant_id = $1 AND reference = $2 AND reference <> ''
		AND session_id < $3 ORDER BY session_id DESC LIMIT $4`
	// Sessions of one payment are few, and read before anything else is asked of
	// them: an index of the other conditions would lead to many more.
	candidatesByPayment = `WITH p AS MATERIALIZED (SELECT session_id, merchant_id FROM sessions WHERE payment_id = $1)
		SELECT 0, p.session_id FROM p WHERE p.merchant_id = $2 AND p.session_id < $3 ORDER BY p.session_id DESC LIMIT $4`
	// Whatever a text names. Each part is bounded for itself, so that one reference
	// of all sessions is no more work than another.
	candidatesByAny = `WITH p AS MATERIALIZED (SELECT session_id, merchant_id FROM sessions WHERE payment_id = $2)
		SELECT 0, session_id FROM (
		SELECT session_id FROM sessions WHERE session_id = $2 AND merchant_id = $1
		UNION SELECT session_id FROM p WHERE merchant_id = $1
		UNION SELECT session_id FROM (SELECT session_id FROM session_search WHERE merchant_id = $1 AND kind = 'order' AND value = $2
			AND session_id < $3 ORDER BY session_id DESC LIMIT $4) AS o
		UNION SELECT session_id FROM (SELECT session_id FROM session_search WHERE merchant_id = $1 AND kind = 'klarna_reference' AND value = $2
			AND session_id < $3 ORDER BY session_id DESC LIMIT $4) AS k
		UNION SELECT session_id FROM (SELECT session_id FROM sessions WHERE merchant_id = $1 AND reference = $2 AND reference <> ''
			AND session_id < $3 ORDER BY session_id DESC LIMIT $4) AS r
		) AS named WHERE session_id < $3 ORDER BY session_id DESC LIMIT $4`

	selectMatching = `WITH s AS MATERIALIZED (SELECT session_id, merchant_id, status, created_at, reference, payment_id FROM sessions WHERE session_id = ANY ($1))
		SELECT s.session_id FROM s WHERE s.merchant_id = $2 AND s.status = ANY ($3) AND s.created_at >= $4 AND s.created_at < $5 AND ($6 = '' OR s.reference = $6) AND ($7 = '' OR s.payment_id = $7)
		AND ($9 = 0 OR (SELECT count(*) FROM session_search f WHERE f.session_id = s.session_id AND f.merchant_id = $2
			AND f.kind || ' ' || f.value = ANY ($8)) = $9)`
	selectListed = `WITH s AS MATERIALIZED (SELECT session_id, merchant_id, document FROM sessions WHERE session_id = ANY ($1))
		SELECT s.session_id, s.document FROM s WHERE s.merchant_id = $2`
)

// chunks are how many candidates are looked at, step by step: most lists are
// full after the first. What they leave of the search's bound is the last.
var chunks = []int{100, 900}

const (
	endOfTime = int64(1)<<53 - 1 // later than any time that is stored
	endOfIDs  = "\x7f"           // after any id
)

// ListSessions implements hpp.SessionListStore.
func (l SessionLists) ListSessions(ctx context.Context, search hpp.SessionSearch) (found []hpp.Session, next *hpp.ListPlace, err error) {
	err = l.db.Read(ctx, func(ctx context.Context, q Queryer) error {
		var places []hpp.ListPlace
		if places, next, err = findPlaces(ctx, q, search); err != nil {
			return err
		}
		found, err = readListed(ctx, q, search, places)
		return err
	})
	if err != nil {
		return nil, nil, fmt.Errorf("store: list sessions: %w", err)
	}
	return found, next, nil
}

// findPlaces answers which sessions a page shows, and where the next one begins.
func findPlaces(ctx context.Context, q Queryer, search hpp.SessionSearch) (shown []hpp.ListPlace, next *hpp.ListPlace, err error) {
	place := search.After
	for step, left := 0, search.Examined; left > 0; step++ {
		size := search.Limit + 1
		if search.Filters() {
			size = left
			if step < len(chunks) {
				size = min(size, chunks[step])
			}
		}
		candidates, err := readCandidates(ctx, q, search, place, size)
		if err != nil || len(candidates) == 0 {
			return shown, nil, err
		}
		end, last := len(candidates) < size, candidates[len(candidates)-1]
		matching, err := keepMatching(ctx, q, search, candidates)
		if err != nil {
			return nil, nil, err
		}
		shown = append(shown, matching...)
		if len(shown) > search.Limit {
			return shown[:search.Limit], &shown[search.Limit-1], nil
		}
		if end {
			return shown, nil, nil
		}
		place, left = last, left-size
	}
	return shown, &place, nil
}

// readCandidates answers sessions behind a place by the search's first condition:
// the one that finds the fewest.
func readCandidates(ctx context.Context, q Queryer, s hpp.SessionSearch, after hpp.ListPlace, size int) ([]hpp.ListPlace, error) {
	below := string(after.ID)
	if below == "" {
		below = endOfIDs
	}
	scan := func(row Row) (p hpp.ListPlace, err error) {
		var at int64
		err = row.Scan(&at, &p.ID)
		p.At = fromMillis(at)
		return p, err
	}
	switch {
	case s.Any != "":
		return collect(ctx, q, scan, candidatesByAny, s.Merchant, Storable(s.Any), below, size)
	case s.PaymentID != "":
		return collect(ctx, q, scan, candidatesByPayment, Storable(s.PaymentID), s.Merchant, below, size)
	case len(s.Keys) > 0 && (s.Keys[0].Kind != hpp.ByProfile || s.Reference == ""):
		return collect(ctx, q, scan, candidatesByKey, s.Merchant, s.Keys[0].Kind, Storable(s.Keys[0].Value), below, size)
	case s.Reference != "":
		return collect(ctx, q, scan, candidatesByReference, s.Merchant, Storable(s.Reference), below, size)
	}
	upTo := endTime(s.To)
	if after.ID == "" {
		return collect(ctx, q, scan, candidatesByAge, s.Merchant, upTo, "", beginTime(s.From), size)
	}
	return collect(ctx, q, scan, candidatesByAge, s.Merchant, millis(after.At), below, beginTime(s.From), size)
}

func beginTime(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return millis(t)
}

func endTime(t time.Time) int64 {
	if t.IsZero() {
		return endOfTime
	}
	return millis(t)
}

// keepMatching answers those candidates that hold the whole search.
func keepMatching(ctx context.Context, q Queryer, s hpp.SessionSearch, candidates []hpp.ListPlace) ([]hpp.ListPlace, error) {
	if !s.Filters() {
		return candidates, nil
	}
	keys := make([]string, len(s.Keys))
	for i, key := range s.Keys {
		keys[i] = string(key.Kind) + " " + Storable(key.Value)
	}
	statuses := make([]string, len(s.Statuses))
	for i, status := range s.Statuses {
		statuses[i] = string(status)
	}
	matching := map[hpp.SessionID]bool{}
	err := q.Query(ctx, func(row Row) error {
		var id hpp.SessionID
		err := row.Scan(&id)
		matching[id] = true
		return err
	}, selectMatching, idsOf(candidates), s.Merchant, statuses, beginTime(s.From), endTime(s.To),
		Storable(s.Reference), Storable(s.PaymentID), keys, len(keys))
	return slices.DeleteFunc(candidates, func(p hpp.ListPlace) bool { return !matching[p.ID] }), err
}

func idsOf(places []hpp.ListPlace) []string {
	ids := make([]string, len(places))
	for i, p := range places {
		ids[i] = string(p.ID)
	}
	return ids
}

// readListed reads the sessions of a page. Those that have left the list since, or
// were removed, are left out.
func readListed(ctx context.Context, q Queryer, s hpp.SessionSearch, places []hpp.ListPlace) (found []hpp.Session, err error) {
	if len(places) == 0 {
		return nil, nil
	}
	byID := map[hpp.SessionID]hpp.Session{}
	err = q.Query(ctx, func(row Row) error {
		var id hpp.SessionID
		var text []byte
		if err := row.Scan(&id, &text); err != nil {
			return err
		}
		session, err := sessionjson.Decode(id, text)
		byID[id] = session
		return err
	}, selectListed, idsOf(places), s.Merchant)
	for _, p := range places {
		if session, there := byID[p.ID]; there && slices.Contains(s.Statuses, session.Status) {
			found = append(found, session)
		}
	}
	return found, err
}
