package harness

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"os"
	"path/filepath"
	"strconv"
	"sync"
	"time"

	"github.com/openhpp/openhpp/internal/fsck"
	"github.com/openhpp/openhpp/internal/hpp"
)

// Journal writes down what callers are answered and receivers get, for
// "openhpp fsck --journal".
type Journal struct {
	Path string

	t    T
	mu   sync.Mutex
	file *os.File
	last int // operation
}

// NewJournal begins one in a file that goes with the test.
func NewJournal(t T) *Journal {
	t.Helper()
	path := filepath.Join(t.TempDir(), "journal.jsonl")
	file, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = file.Close() })
	return &Journal{Path: path, t: t, file: file}
}

// Write adds a line, as of now unless it says when.
func (j *Journal) Write(line fsck.Line) {
	if line.At.IsZero() {
		line.At = time.Now()
	}
	text, err := json.Marshal(line)
	if err != nil {
		j.t.Errorf("journal: %v", err)
		return
	}
	j.mu.Lock()
	defer j.mu.Unlock()
	if _, err := j.file.Write(append(text, '\n')); err != nil {
		j.t.Errorf("journal: %v", err)
	}
}

// Receives says that a merchant's receiver takes what comes in the end, and how
// often a callback may have come again after it was taken.
func (j *Journal) Receives(m *Merchant, repeats int64) {
	j.Write(fsck.Line{Type: fsck.ReceiverLine, Merchant: hpp.MerchantID(m.ID), Healthy: true, Repeats: &repeats})
}

// Begin writes down that an operation begins. What it answers writes down how
// it ended, with what is known by then.
func (j *Journal) Begin(m *Merchant, line fsck.Line) (end func(state fsck.State, know func(*fsck.Line))) {
	j.mu.Lock()
	j.last++
	id := j.last
	j.mu.Unlock()
	line.Type, line.Merchant, line.ID, line.State = fsck.OperationLine, hpp.MerchantID(m.ID), strconv.Itoa(id), fsck.Begun
	j.Write(line)
	return func(state fsck.State, know func(*fsck.Line)) {
		if line.State = state; know != nil {
			know(&line)
		}
		j.Write(line)
	}
}

// Check runs "openhpp fsck" with the journal, on a database where nothing is
// under way any more. It must find nothing.
func (j *Journal) Check(d Database) {
	d.t.Helper()
	out, err := d.Fsck("--quiescent", "--journal", j.Path)
	if err != nil {
		d.t.Errorf("openhpp fsck: %v\n%s", err, out)
		return
	}
	d.t.Logf("openhpp fsck:\n%s", out)
}

// Hash names a text or, in JSON, a value.
func Hash(value any) string {
	text, ok := value.([]byte)
	if !ok {
		text, _ = json.Marshal(value)
	}
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:12])
}
