package commands

import (
	"bufio"
	"io"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/openhpp/openhpp/internal/fulltest"
)

// firstOrder is what a shop's test does in a shell: a call by curl, a session, its payer, its order.
const firstOrder = `set -e
curl -sf -o /dev/null -u "$OPENHPP_USERNAME:$OPENHPP_PASSWORD" "$OPENHPP_URL/openhpp/v1/profiles"
id=$("$1" sessions create --quiet)
"$1" pay "$id" >&2
"$1" sessions show "$id"
`

func TestRun(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		args    []string
		want    ended
		problem string // part of what is said on the standard error
	}{
		"a command that works":       {[]string{"run", "--", "sh", "-c", "echo $(whoami >/dev/null) done; echo loud >&2"}, ended{status: 0, out: "done\n"}, "loud"},
		"its status is passed on":    {[]string{"run", "sh", "-c", "exit 7"}, ended{status: 7}, ""},
		"its flags are its own":      {[]string{"run", "sh", "-c", `echo "$@"`, "sh", "--help", "-x", "--", "y"}, ended{status: 0, out: "--help -x -- y\n"}, ""},
		"a signal as shells say it":  {[]string{"run", "sh", "-c", "kill -KILL $$"}, ended{status: 137}, ""},
		"a command nobody has":       {[]string{"run", "openhpp-has-no-such-command"}, ended{status: 127}, "was not found"},
		"no command":                 {[]string{"run"}, ended{status: 2}, "openhpp run --help"},
		"two dashes and no command":  {[]string{"run", "--"}, ended{status: 2}, "command"},
		"an address that is no such": {[]string{"run", "--listen", "nowhere", "true"}, ended{status: 2}, "OPENHPP_LISTEN"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			cmd := command(t, nil, c.args...)
			got := finish(t, cmd)
			if got.status != c.want.status || got.out != c.want.out || !strings.Contains(got.err, c.problem) {
				t.Errorf("status %d, printed %q, said %q; want %+v and %q", got.status, got.out, got.err, c.want, c.problem)
			}
			if c.problem == "" && got.err != "" {
				t.Errorf("said %q, want silence", got.err)
			}
			leavesNothing(t, cmd.Dir)
		})
	}
}

// mostToAnOrder is how long a bare machine may take to the first paid order.
const mostToAnOrder = 5 * time.Second

// The first order is paid in seconds, without any network but the machine's own, and nothing is left.
func TestRunWithoutNetwork(t *testing.T) {
	t.Parallel()
	for _, tool := range []string{"unshare", "ip", "curl"} {
		if _, err := exec.LookPath(tool); err != nil {
			fulltest.Lack(t, err)
		}
	}
	inner := command(t, nil)
	cmd := exec.CommandContext(t.Context(), "unshare", "--net", "--map-root-user", "sh", "-c", `ip link set lo up && exec "$@"`, "sh",
		inner.Path, "run", "--", "sh", "-c", firstOrder, "sh", inner.Path)
	cmd.Dir, cmd.Env = inner.Dir, inner.Env
	began := time.Now()
	got := finish(t, cmd)
	if got.status != 0 || !strings.Contains(got.out, "COMPLETED") || !strings.Contains(got.out, "Order") {
		t.Errorf("status %d, printed %q, said %q", got.status, got.out, got.err)
	}
	if took := time.Since(began); took > mostToAnOrder {
		t.Errorf("took %s, more than %s", took, mostToAnOrder)
	}
	leavesNothing(t, cmd.Dir)
}

// A signal reaches the command, and the playground ends after it.
func TestRunPassesSignalsOn(t *testing.T) {
	t.Parallel()
	for _, s := range []syscall.Signal{syscall.SIGTERM, syscall.SIGINT, syscall.SIGHUP, syscall.SIGUSR1} {
		t.Run(s.String(), func(t *testing.T) {
			t.Parallel()
			cmd := command(t, nil, "run", "--", "sh", "-c",
				`trap 'curl -s -o /dev/null -w "%{http_code}\n" "$OPENHPP_URL/livez"; exit 5' TERM INT HUP USR1; echo ready; while :; do sleep 0.05; done`)
			out, err := cmd.StdoutPipe()
			if err != nil || cmd.Start() != nil {
				t.Fatal(err)
			}
			lines := bufio.NewReader(out)
			if line, err := lines.ReadString('\n'); line != "ready\n" {
				t.Fatal(line, err)
			}
			if err := cmd.Process.Signal(s); err != nil {
				t.Fatal(err)
			}
			rest, err := io.ReadAll(lines)
			if err != nil || string(rest) != "200\n" {
				t.Errorf("after the signal it printed %q, %v; want the playground's answer", rest, err)
			}
			if err := cmd.Wait(); cmd.ProcessState.ExitCode() != 5 {
				t.Errorf("status %d, %v", cmd.ProcessState.ExitCode(), err)
			}
			leavesNothing(t, cmd.Dir)
		})
	}
}

// One playground knows nothing of another's merchants.
func TestRunNested(t *testing.T) {
	t.Parallel()
	cmd := command(t, []string{"OPENHPP_PLAYGROUND_MERCHANT=ci:a-password-for-tests-only"}, "run", "sh", "-c",
		`echo "$OPENHPP_USERNAME $OPENHPP_PASSWORD"; test "$OPENHPP_URL" != "$1"`, "sh", os.Getenv("OPENHPP_URL"))
	if got := finish(t, cmd); got.status != 0 || got.out != "ci a-password-for-tests-only\n" {
		t.Errorf("%+v, want the credentials that were chosen", got)
	}
}
