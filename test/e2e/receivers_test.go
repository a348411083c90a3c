package e2e

import (
	"bytes"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/openhpp/openhpp/client"
	"github.com/openhpp/openhpp/test/harness"
)

// receivers are the manual's, by the fence of their block: the file, and the
// command that runs it.
var receivers = map[string]struct {
	file    string
	command func(file, port string) []string
}{
	"go":     {"main.go", func(file, _ string) []string { return []string{"go", "run", file} }},
	"js":     {"receiver.js", func(file, _ string) []string { return []string{"node", file} }},
	"python": {"receiver.py", func(file, _ string) []string { return []string{"python3", file} }},
	"php":    {"receiver.php", func(file, port string) []string { return []string{"php", "-S", "127.0.0.1:" + port, file} }},
	"java":   {"Receiver.java", func(file, _ string) []string { return []string{"java", file} }},
	"ruby":   {"receiver.rb", func(file, _ string) []string { return []string{"ruby", file} }},
}

// manual is the page about receiving callbacks.
func manual(t *testing.T) string {
	t.Helper()
	text, err := os.ReadFile("../../docs/callbacks.md")
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// vector are the manual's test vectors.
func vector(t *testing.T) (secret, body string, header http.Header) {
	t.Helper()
	cell := func(name string) string {
		found := regexp.MustCompile("(?m)^\\| `?" + name + "`? \\| `(.+)` \\|$").FindStringSubmatch(manual(t))
		if found == nil {
			t.Fatalf("no test vector %s", name)
		}
		return found[1]
	}
	header = http.Header{}
	for _, name := range []string{"webhook-id", "webhook-timestamp", "webhook-signature"} {
		header.Set(name, cell(name))
	}
	return cell("secret"), cell("body"), header
}

func TestManualsVector(t *testing.T) {
	t.Parallel()
	secret, body, header := vector(t)
	seconds, err := strconv.ParseInt(header.Get("webhook-timestamp"), 10, 64)
	if err != nil {
		t.Fatal(err)
	}
	at := time.Unix(seconds, 0)
	if got, err := client.VerifyCallback(secret, header, []byte(body), at); err != nil || got.Session.Status != "COMPLETED" {
		t.Errorf("%+v, %v", got, err)
	}
	if _, err := client.VerifyCallback(secret, header, []byte(body+" "), at); err == nil {
		t.Error("a changed body passes")
	}
}

// The manual's receivers take what is genuine and refuse the rest. Go's always
// runs; the others where the machine has their language.
func TestManualsReceivers(t *testing.T) {
	t.Parallel()
	ran := 0
	for language, receiver := range receivers {
		source := regexp.MustCompile("(?s)```" + language + "\n(.*?)```").FindStringSubmatch(manual(t))
		if source == nil {
			t.Errorf("the manual has no receiver in %s", language)
			continue
		}
		if _, err := exec.LookPath(receiver.command("", "")[0]); err != nil {
			t.Logf("%s is not on this machine", language)
			continue
		}
		ran++
		t.Run(language, func(t *testing.T) { checkReceiver(t, language, source[1]) })
	}
	if ran == 0 {
		t.Error("no receiver was run")
	}
}

func checkReceiver(t *testing.T, language, source string) {
	t.Helper()
	secret, body, header := vector(t)
	url := runReceiver(t, language, source, secret)
	now, id := strconv.FormatInt(time.Now().Unix(), 10), header.Get("webhook-id")
	old := strconv.FormatInt(time.Now().Add(-time.Hour).Unix(), 10)
	right := sign(t, secret, id, now, body)
	for name, c := range map[string]struct {
		id, at, signature, body string
		want                    int
	}{
		"genuine":           {id, now, right, body, http.StatusNoContent},
		"again":             {id, now, right, body, http.StatusNoContent},
		"the second fits":   {id, now, sign(t, "whsec_b3RoZXI=", id, now, body) + " " + right, body, http.StatusNoContent},
		"another version":   {id, now, "v9,abc " + right, body, http.StatusNoContent},
		"body changed":      {id, now, right, strings.Replace(body, "COMPLETED", "CANCELLED", 1), http.StatusUnauthorized},
		"id changed":        {id + "x", now, right, body, http.StatusUnauthorized},
		"another secret":    {id, now, sign(t, "whsec_b3RoZXI=", id, now, body), body, http.StatusUnauthorized},
		"an old one":        {id, old, sign(t, secret, id, old, body), body, http.StatusUnauthorized},
		"no number":         {id, "soon", sign(t, secret, id, "soon", body), body, http.StatusUnauthorized},
		"version left out":  {id, now, strings.TrimPrefix(right, "v1,"), body, http.StatusUnauthorized},
		"nothing signed":    {id, now, "", body, http.StatusUnauthorized},
		"signature cut off": {id, now, right[:len(right)-4], body, http.StatusUnauthorized},
	} {
		request, err := http.NewRequestWithContext(t.Context(), http.MethodPost, url, strings.NewReader(c.body))
		if err != nil {
			t.Fatal(err)
		}
		request.Header = http.Header{"Webhook-Id": {c.id}, "Webhook-Timestamp": {c.at}, "Webhook-Signature": {c.signature}, "Content-Type": {"application/json"}}
		request.Close = true
		response, err := http.DefaultClient.Do(request)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		_ = response.Body.Close()
		if response.StatusCode != c.want {
			t.Errorf("%s: %d, want %d", name, response.StatusCode, c.want)
		}
	}
}

// runReceiver starts a program and answers where it listens.
func runReceiver(t *testing.T, language, source, secret string) string {
	t.Helper()
	listener, err := new(net.ListenConfig).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	_, port, _ := net.SplitHostPort(listener.Addr().String())
	_ = listener.Close()
	file := filepath.Join(t.TempDir(), receivers[language].file)
	if err := os.WriteFile(file, []byte(source), 0o600); err != nil {
		t.Fatal(err)
	}
	args := receivers[language].command(file, port)
	if language == "go" { // "go run" would leave its child behind
		program := filepath.Join(t.TempDir(), "receiver")
		if out, err := exec.CommandContext(t.Context(), "go", "build", "-o", program, file).CombinedOutput(); err != nil {
			t.Fatalf("%v\n%s", err, out)
		}
		args = []string{program}
	}
	cmd := exec.CommandContext(t.Context(), args[0], args[1:]...) // ended with the test
	cmd.Env = append(os.Environ(), "PORT="+port, "WEBHOOK_SECRET="+secret)
	var said bytes.Buffer
	cmd.Stdout, cmd.Stderr = io.Discard, &said
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
		if t.Failed() {
			t.Log(said.String())
		}
	})
	harness.Eventually(t, time.Minute, "the receiver listens", func() bool {
		conn, err := new(net.Dialer).DialContext(t.Context(), "tcp", "127.0.0.1:"+port)
		if err != nil {
			return false
		}
		// One at a time is served by some: let go at once.
		return conn.Close() == nil
	})
	return "http://127.0.0.1:" + port + "/callback"
}

// sign is what the server would write into webhook-signature.
func sign(t *testing.T, secret, id, at, body string) string {
	t.Helper()
	key, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(secret, "whsec_"))
	if err != nil {
		t.Fatal(err)
	}
	mac := hmac.New(sha256.New, key)
	mac.Write([]byte(id + "." + at + "." + body))
	return "v1," + base64.StdEncoding.EncodeToString(mac.Sum(nil))
}
