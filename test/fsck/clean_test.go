package fsck

import "testing"

// A sound database is green, and what cannot be judged without a journal is
// not called so.
func TestSound(t *testing.T) {
	for _, engine := range engines {
		t.Run(engine, func(t *testing.T) {
			t.Parallel()
			w := made(t, engine)
			alone, whole := w.check(t, "--quiescent"), w.check(t, "--quiescent", "--journal", w.journal.Path)
			for _, f := range append(alone.findings, whole.findings...) {
				t.Errorf("%+v", f)
			}
			if alone.status != 0 || whole.status != 0 {
				t.Errorf("exit status %d, %d", alone.status, whole.status)
			}
			for i, v := range whole.verdicts {
				needs := map[string]bool{"I1": true, "I2": true, "I5": true, "I8": true, "I9": true, "I10": true}[v.Invariant]
				if alone.verdicts[i].Judged == needs || !v.Judged {
					t.Errorf("%s: judged %v alone, %v with a journal", v.Invariant, alone.verdicts[i].Judged, v.Judged)
				}
				if v.Looked == 0 && v.Invariant != "I10" { // nobody died: nothing repeats
					t.Errorf("%s was judged on nothing", v.Invariant)
				}
			}
			if out, err := w.Fsck("--quiescent", "--journal", w.journal.Path); err != nil {
				t.Error(err)
			} else {
				t.Logf("%s", out)
			}
		})
	}
}
