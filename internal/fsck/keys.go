package fsck

import (
	"fmt"
	"net/http"
	"slices"

	"github.com/openhpp/openhpp/internal/hpp"
)

// isKept reports whether a key is still in use: older ones may outlive what
// they led to, until they are swept.
func (r *run) isKept(k Key) bool { return r.Now.Sub(k.At) < hpp.IdempotencyKeyLife }

// reportStrayKey judges a key whose session is not there.
func (r *run) reportStrayKey(k Key) {
	r.countJudged(Idempotent, 1)
	if r.isKept(k) {
		r.report(Idempotent, sessionNamed(k.Session), "key %q of merchant %s leads to it, and it is not there; the two should have been saved together", k.Key, k.Merchant)
	}
}

// checkKeys judges that keys lead to sessions of their own merchant.
func checkKeys(w whole) (wrong []string) {
	for _, k := range w.keys {
		if k.Merchant != w.Merchant {
			wrong = append(wrong, fmt.Sprintf("key %q of merchant %s leads to it, and it is merchant %s's", k.Key, k.Merchant, w.Merchant))
		}
	}
	return wrong
}

// checkAnswers judges what callers were answered under one key.
func (r *run) checkAnswers() {
	names := make([]keyOf, 0, len(r.index.keys))
	for key := range r.index.keys {
		names = append(names, key)
	}
	slices.SortFunc(names, func(a, b keyOf) int {
		return slices.Compare([]string{string(a.merchant), a.key}, []string{string(b.merchant), b.key})
	})
	for _, key := range names {
		r.countJudged(Idempotent, 1)
		r.reportAll(Idempotent, "key "+key.key+" of merchant "+string(key.merchant), checkOneKey(r.index.keys[key]))
	}
}

// checkOneKey judges the operations under one key against the first that was
// acknowledged: the same request gets the same answer, another one a 422.
func checkOneKey(operations []operation) (wrong []string) {
	i := slices.IndexFunc(operations, func(o operation) bool { return o.State == Acknowledged })
	if i < 0 {
		return nil
	}
	first := operations[i]
	for _, o := range operations[i+1:] {
		other := o.Request != first.Request || o.Op != first.Op
		switch {
		case other && o.State == Acknowledged:
			wrong = append(wrong, fmt.Sprintf("another request was acknowledged under it at %s; it should be refused with 422", o.At.Format(stamp)))
		case other && o.State == Rejected && o.Answered != http.StatusUnprocessableEntity:
			wrong = append(wrong, fmt.Sprintf("another request was answered %d under it; it should be 422", o.Answered))
		case !other && o.State == Acknowledged && (o.Answer != first.Answer || o.Session != first.Session):
			wrong = append(wrong, fmt.Sprintf("the same request got another answer at %s than at first", o.At.Format(stamp)))
		}
	}
	return wrong
}
