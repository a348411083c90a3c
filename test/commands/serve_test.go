package commands

import (
	"bufio"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

func TestServeEphemeral(t *testing.T) {
	t.Parallel()
	cmd := command(t, nil, "serve", "--ephemeral", "--listen", "127.0.0.1:0", "--ops-listen", "off", "--print-env", "--ready-file", "ready")
	out, err := cmd.StdoutPipe()
	if err != nil || cmd.Start() != nil {
		t.Fatal(err)
	}
	variables := map[string]string{}
	lines := bufio.NewScanner(out)
	for len(variables) < 4 && lines.Scan() {
		name, value, ok := strings.Cut(strings.TrimPrefix(lines.Text(), "export "), "=")
		if !ok || !strings.HasPrefix(lines.Text(), "export OPENHPP_") {
			t.Fatalf("printed %q", lines.Text())
		}
		variables[name] = value
	}
	ready := filepath.Join(cmd.Dir, "ready")
	text, info := waitFor(t, ready)
	for name, value := range variables {
		if !strings.Contains(text, name+"="+value+"\n") {
			t.Errorf("the ready file lacks %s: %s", name, text)
		}
	}
	if info.Mode().Perm() != 0o600 {
		t.Errorf("the ready file holds a password and has mode %v", info.Mode())
	}
	request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, variables["OPENHPP_URL"]+"/playground/inbox", nil)
	if err != nil {
		t.Fatal(err)
	}
	request.SetBasicAuth(variables["OPENHPP_USERNAME"], variables["OPENHPP_PASSWORD"])
	response, err := http.DefaultClient.Do(request)
	if err != nil || response.StatusCode != http.StatusOK {
		t.Fatal(response, err)
	}
	_ = response.Body.Close()
	if err := cmd.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	if err := cmd.Wait(); err != nil {
		t.Errorf("ended with %v", err)
	}
	leavesNothing(t, cmd.Dir)
}

// waitFor answers a file as soon as it is there.
func waitFor(t *testing.T, name string) (string, os.FileInfo) {
	t.Helper()
	end := time.After(30 * time.Second)
	for {
		select {
		case <-end:
			t.Fatalf("%s did not come", name)
		case <-time.After(10 * time.Millisecond):
		}
		text, err := os.ReadFile(name)
		if err != nil {
			continue
		}
		info, err := os.Stat(name)
		if err != nil {
			t.Fatal(err)
		}
		return string(text), info
	}
}

func TestWrongSettings(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		env  []string
		args []string
		want string
	}{
		"an ephemeral server has its own database": {nil, []string{"serve", "--ephemeral", "--database", "sqlite:a.db"}, "--database"},
		"as the environment says":                  {[]string{"OPENHPP_DATABASE=sqlite:a.db"}, []string{"serve", "--ephemeral"}, "OPENHPP_DATABASE"},
		"production keeps what it takes":           {[]string{"OPENHPP_PUBLIC_URL=https://pay.example.com"}, []string{"serve", "--ephemeral", "--environment", "production"}, "OPENHPP_ENVIRONMENT"},
		"a missing database":                       {nil, []string{"merchant", "list"}, "OPENHPP_DATABASE: there is no file openhpp.db"},
		"a slip":                                   {[]string{"OPENHPP_PUBLIK_URL=http://x"}, []string{"version"}, "OPENHPP_PUBLIC_URL"},
		"a secret as a flag":                       {nil, []string{"serve", "--secret", "x"}, "OPENHPP_SECRET_FILE"},
		"a value outside its list":                 {[]string{"OPENHPP_ENVIRONMENT=prod"}, []string{"serve"}, "OPENHPP_ENVIRONMENT"},
		"an unknown command":                       {nil, []string{"servr"}, `did you mean "serve"`},
		"an unknown flag":                          {nil, []string{"serve", "--lisen", "x"}, `did you mean "--listen"`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			cmd := command(t, c.env, c.args...)
			if got := finish(t, cmd); got.status != 2 || got.out != "" || !strings.Contains(got.err, c.want) {
				t.Errorf("status %d, printed %q, said %q; want 2 and %q", got.status, got.out, got.err, c.want)
			}
			leavesNothing(t, cmd.Dir)
		})
	}
}
