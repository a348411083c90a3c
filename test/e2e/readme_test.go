package e2e

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/openhpp/openhpp/internal/fulltest"
	"github.com/openhpp/openhpp/internal/testport"
	"github.com/openhpp/openhpp/test/harness"
)

// The README's commands do what it says when they are pasted in order: the
// first block ends with a page, the second sees the order that was paid there.
func TestReadme(t *testing.T) {
	t.Parallel()
	for _, tool := range []string{"bash", "curl", "jq"} {
		if _, err := exec.LookPath(tool); err != nil {
			fulltest.Lack(t, fmt.Errorf("the README's commands need it: %w", err))
		}
	}
	blocks := shellBlocks(t, "../../README.md", "## A session in a few lines")
	if len(blocks) != 2 {
		t.Fatalf("%d blocks of commands, want 2", len(blocks))
	}
	folder := t.TempDir()
	shell := newShell(t, folder)
	first := shell.run(blocks[0])
	lines := strings.Split(strings.TrimSpace(first), "\n")
	page := lines[len(lines)-1]
	if mailed := lines[len(lines)-2]; !strings.HasPrefix(mailed, "http") || !strings.HasPrefix(page, "http") {
		t.Fatalf("the first block printed\n%s", first)
	}
	if picture, err := os.ReadFile(filepath.Join(folder, "qr.svg")); err != nil || !strings.Contains(string(picture), "<svg") {
		t.Errorf("qr.svg: %v, %.60s", err, picture)
	}
	if paid, err := harness.NewPayer().Pay(t.Context(), page, "alice@example.com"); err != nil || paid.Outcome != "completed" {
		t.Fatalf("paying at %s: %q, %v", page, paid.Outcome, err)
	}
	second := shell.run(blocks[1])
	var order struct {
		Status   string `json:"status"`
		Captured int64  `json:"captured_amount"`
	}
	if !strings.HasPrefix(second, "COMPLETED\n") || json.Unmarshal([]byte(second[strings.Index(second, "{"):]), &order) != nil || order.Status != "CAPTURED" || order.Captured != 10000 {
		t.Errorf("the second block printed\n%s", second)
	}
}

// shellBlocks are the blocks of commands below a heading.
func shellBlocks(t *testing.T, path, heading string) []string {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	_, section, ok := strings.Cut(string(text), heading+"\n")
	if !ok {
		t.Fatalf("%s has no %q", path, heading)
	}
	section, _, _ = strings.Cut(section, "\n## ")
	var blocks []string
	for _, found := range regexp.MustCompile("(?s)```sh\n(.*?)```").FindAllStringSubmatch(section, -1) {
		blocks = append(blocks, found[1])
	}
	return blocks
}

// shell is one bash that commands are pasted into. Any that fails ends it.
type shell struct {
	t       *testing.T
	in      io.Writer
	out     *bufio.Reader
	address string
}

func newShell(t *testing.T, folder string) *shell {
	t.Helper()
	address, err := testport.Take(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(t.Context()), time.Minute)
	cmd := exec.CommandContext(ctx, "bash", "-eu", "-o", "pipefail")
	cmd.Dir = folder
	cmd.Env = append(os.Environ(), "OPENHPP_LISTEN="+address, "OPENHPP_OPS_LISTEN=off", "OPENHPP_LOG_LEVEL=warn")
	in, inErr := cmd.StdinPipe()
	out, outErr := cmd.StdoutPipe()
	cmd.Stderr = os.Stderr
	if inErr != nil || outErr != nil || cmd.Start() != nil {
		t.Fatal(inErr, outErr)
	}
	s := &shell{t, in, bufio.NewReader(out), address}
	t.Cleanup(func() {
		defer cancel()
		_, _ = io.WriteString(in, "kill %1; wait %1\n")
		_ = in.Close()
		_ = cmd.Wait()
	})
	return s
}

// run pastes commands and answers what they print.
func (s *shell) run(commands string) string {
	s.t.Helper()
	commands = strings.ReplaceAll(commands, "go build ./cmd/openhpp\n", "cp '"+harness.Binary(s.t)+"' openhpp\n")
	commands = strings.ReplaceAll(commands, "127.0.0.1:8080", s.address)
	const end = "-- that was all --"
	if _, err := io.WriteString(s.in, commands+"echo '"+end+"'\n"); err != nil {
		s.t.Fatal(err)
	}
	var printed strings.Builder
	for {
		line, err := s.out.ReadString('\n')
		if strings.TrimSpace(line) == end {
			return printed.String()
		}
		printed.WriteString(line)
		if err != nil {
			s.t.Fatalf("a command failed after\n%s", printed.String())
		}
	}
}
