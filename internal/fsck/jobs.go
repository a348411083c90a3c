package fsck

import (
	"fmt"
	"slices"

	"github.com/openhpp/openhpp/internal/hpp"
)

// checkCallbacks judges the callbacks that wait or are dead letters, and that an attempt
// whose outcome is unknown will be asked about.
func (r *run) checkCallbacks(w whole) (wrong []string) {
	for i, j := range w.jobs {
		if j.Waits && !j.Dead && !slices.ContainsFunc(w.jobs[:i], func(older Job) bool { return older.Kind == j.Kind && !older.Dead }) {
			wrong = append(wrong, fmt.Sprintf("its %s job %s waits for an older one, which is not there: nobody would ever do it", j.Kind, j.ID))
		}
		if j.Kind == hpp.JobCallback {
			wrong = append(wrong, r.checkCallback(w, j)...)
		}
	}
	if w.Busy() && !w.hasJob(hpp.JobReconcile) {
		wrong = append(wrong, "the outcome of its attempt is unknown, and no job will ask for it; there should be a reconcile job")
	}
	return wrong
}

// checkCallback judges one that is not delivered.
func (r *run) checkCallback(w whole, j Job) (wrong []string) {
	known := slices.ContainsFunc(w.events, func(e Event) bool { return e.ID == j.ID && e.Seq == j.Seq })
	switch {
	case !known:
		wrong = append(wrong, fmt.Sprintf("a callback tells of event %d (%s), which is not there", j.Seq, j.ID))
	case w.URLs.StatusUpdate == "":
		wrong = append(wrong, fmt.Sprintf("a callback tells of event %d, and it names no status_update address", j.Seq))
	}
	switch {
	case j.Dead && j.Attempts < r.Tries && !r.Refusal(j.Reason):
		wrong = append(wrong, fmt.Sprintf("the callback of event %d became a dead letter after %d tries (%s); it should be tried %d times", j.Seq, j.Attempts, j.Reason, r.Tries))
	case !j.Dead && j.Attempts >= r.Tries:
		wrong = append(wrong, fmt.Sprintf("the callback of event %d still waits after %d tries; it should be a dead letter after %d", j.Seq, j.Attempts, r.Tries))
	case !j.Dead && r.Quiescent && !j.Waits && !j.Due.After(r.Now):
		wrong = append(wrong, fmt.Sprintf("the callback of event %d was due at %s and still waits; nothing should be due any more", j.Seq, j.Due.Format(stamp)))
	}
	return wrong
}

// stamp is how times are written in findings.
const stamp = "2006-01-02T15:04:05.000Z07:00"

// hasJob reports whether a job of this kind waits.
func (w whole) hasJob(kind hpp.JobKind) bool {
	return slices.ContainsFunc(w.jobs, func(j Job) bool { return j.Kind == kind && !j.Dead })
}

// checkExpiry judges that an open session will be closed in time.
func checkExpiry(w whole) []string {
	if w.hasJob(hpp.JobExpire) {
		return nil
	}
	return []string{fmt.Sprintf("it is open until %s, and no job will close it; there should be an expire job", w.ExpiresAt.Format(stamp))}
}

// checkCopies judges that what is written in two places is the same.
func checkCopies(w whole) (wrong []string) {
	if w.Row.Merchant != w.Merchant || w.Row.Payment != w.Payment || !w.Row.ExpiresAt.Equal(w.ExpiresAt) {
		wrong = append(wrong, "merchant, payment session or end differ between its row and its document; they should be the same")
	}
	if w.DistributionCount != int64(len(w.distributions)) {
		wrong = append(wrong, fmt.Sprintf("it counts %d distributions, and %d are there", w.DistributionCount, len(w.distributions)))
	}
	for i, d := range w.distributions {
		if d.Number != int64(i+1) {
			wrong = append(wrong, fmt.Sprintf("a distribution has the number %d; it should be %d", d.Number, i+1))
		}
		if pending := d.State == hpp.DistributionQueued || d.State == hpp.DistributionSent; pending && !d.HasJob {
			wrong = append(wrong, fmt.Sprintf("distribution %d is %s, and no job will send it", d.Number, d.State))
		}
	}
	return wrong
}
