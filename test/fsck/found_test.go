package fsck

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"os/exec"
	"testing"

	"github.com/openhpp/openhpp/internal/fsck"
	"github.com/openhpp/openhpp/test/harness"
)

// found is what the program said.
type found struct {
	findings []fsck.Finding
	sound    bool
	verdicts fsck.Report
	status   int
}

// status is the exit status that an error tells of.
func status(err error) int {
	if exit, ok := errors.AsType[*exec.ExitError](err); ok {
		return exit.ExitCode()
	}
	return 0
}

// check runs the program and reads what it says.
func check(t *testing.T, database harness.Database, args ...string) (f found) {
	t.Helper()
	out, err := database.Fsck(append(args, "--json")...)
	f.status = status(err)
	lines := bufio.NewScanner(bytes.NewReader(out))
	for lines.Scan() {
		var line struct {
			fsck.Finding
			Sound      bool        `json:"sound"`
			Invariants fsck.Report `json:"invariants"`
		}
		if err := json.Unmarshal(lines.Bytes(), &line); err != nil {
			t.Fatalf("%s: %v", lines.Text(), err)
		}
		if line.Invariants != nil {
			f.sound, f.verdicts = line.Sound, line.Invariants
			continue
		}
		f.findings = append(f.findings, line.Finding)
	}
	if f.verdicts == nil {
		t.Fatalf("status %d, no verdicts: %s %v", f.status, out, err)
	}
	return f
}

// only holds that exactly one invariant is red, for this subject.
func (f found) only(t *testing.T, invariant, subject string) {
	t.Helper()
	if f.status != 1 || f.sound || len(f.findings) == 0 {
		t.Fatalf("exit status %d, sound %v, %d findings", f.status, f.sound, len(f.findings))
	}
	for _, one := range f.findings {
		if one.Invariant != invariant || one.Subject != subject {
			t.Errorf("%s, %s: %s; want %s of %s alone", one.Invariant, one.Subject, one.Text, invariant, subject)
		}
	}
	for _, v := range f.verdicts {
		if (v.Findings > 0) != (v.Invariant == invariant) || v.Invariant == invariant && !v.Judged {
			t.Errorf("verdict %+v", v)
		}
	}
	t.Log(f.findings[0].Text)
}
