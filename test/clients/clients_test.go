package clients

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/openhpp/openhpp/internal/fulltest"
	"github.com/openhpp/openhpp/test/harness"
)

func TestMain(m *testing.M) { harness.Main(m) }

// languages bring their own tests, which need a playground.
var languages = map[string]struct {
	folder  string
	env     []string
	command []string
	ran     string // what is printed when every test of it went well
}{
	"js":     {"../../clients/js", nil, []string{"node", "--test", "test/"}, "# fail 0"},
	"python": {"../../clients/python", []string{"PYTHONPATH=src", "PYTHONDONTWRITEBYTECODE=1"}, []string{"python3", "-W", "error", "-m", "unittest", "discover", "-s", "tests"}, "OK"},
	"php":    {"../../clients/php", nil, []string{"php", "tests/run.php"}, " 0 failed"},
}

// Every client's tests pass against a playground of their own.
func TestClientsOfOtherLanguages(t *testing.T) {
	for name, language := range languages {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			need(t, language.command[0], "--version")
			out := inPlayground(t, language.folder, language.env, language.command...)
			if !strings.Contains(out, language.ran) || !strings.Contains(out, "ok") && !strings.Contains(out, "OK") {
				t.Errorf("nothing says that tests were run:\n%s", out)
			}
		})
	}
}

// need is a program that answers these arguments; the test ends on a machine that
// has none. Debian's own is taken before one that lacks what Debian's packages brought.
func need(t *testing.T, program string, args ...string) string {
	t.Helper()
	var err error
	for _, path := range []string{"/usr/bin/" + program, program} {
		var out []byte
		if out, err = exec.CommandContext(t.Context(), path, args...).CombinedOutput(); err == nil {
			return path
		}
		err = fmt.Errorf("%s %s: %w: %.200s (make needs installs it)", program, strings.Join(args, " "), err, out)
	}
	fulltest.Lack(t, err)
	return ""
}

// inPlayground runs a command as documents say: with `openhpp run`.
func inPlayground(t *testing.T, folder string, env []string, command ...string) string {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
	defer cancel()
	cmd := exec.CommandContext(ctx, harness.Binary(t), append([]string{"run", "--"}, command...)...)
	cmd.Dir, cmd.Env = folder, append(os.Environ(), env...)
	cmd.WaitDelay = 5 * time.Second
	began := time.Now()
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%s: %v\n%s", strings.Join(command, " "), err, out)
	}
	t.Logf("%s took %s, %s of processors", command[0], time.Since(began).Round(time.Millisecond), cmd.ProcessState.UserTime()+cmd.ProcessState.SystemTime())
	return string(out)
}
