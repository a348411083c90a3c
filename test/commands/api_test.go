package commands

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// A purchase from its session to its refund, by commands alone.
func TestPurchaseByCommands(t *testing.T) {
	t.Parallel()
	env := playground(t)
	made := document(t, env, "sessions", "create", "--amount", "12050", "--reference", "A-1001", "--success", "https://shop.example/thanks?o={{order_id}}")
	id, link := text(t, made, "session_id"), text(t, made, "redirect_url")
	paid := document(t, env, "pay", link)
	if paid["outcome"] != "completed" || !strings.HasPrefix(text(t, paid, "redirect"), "https://shop.example/thanks?o=") {
		t.Fatalf("paid: %v", paid)
	}
	if watched := works(t, env, "sessions", "watch", id); !strings.Contains(watched, "COMPLETED") {
		t.Errorf("watched: %q", watched)
	}
	order := text(t, document(t, env, "sessions", "show", id), "order_id")
	if got := document(t, env, "orders", "capture", order, "--amount", "5000"); got["captured_amount"] != 5000.0 || got["status"] != "PART_CAPTURED" {
		t.Errorf("captured: %v", got)
	}
	if got := document(t, env, "orders", "capture", order); got["captured_amount"] != 12050.0 || got["status"] != "CAPTURED" {
		t.Errorf("captured the rest: %v", got)
	}
	if got := document(t, env, "orders", "refund", order, "--amount", "50"); got["refunded_amount"] != 50.0 {
		t.Errorf("refunded: %v", got)
	}
	if shown := works(t, env, "orders", "show", order); !strings.Contains(shown, "120.50 SEK") || !strings.Contains(shown, "0.50 SEK") {
		t.Errorf("for people:\n%s", shown)
	}
	if got := works(t, env, "orders", "show", order, "--quiet"); got != order {
		t.Errorf("quiet: %q", got)
	}
}

// A payer is declined for the reason asked for, and may pay after it.
func TestPayIsDeclined(t *testing.T) {
	t.Parallel()
	env := playground(t)
	for _, decline := range []string{"--decline", "--decline=high_risk"} {
		made := document(t, env, "sessions", "create")
		link, id := text(t, made, "redirect_url"), text(t, made, "session_id")
		if got := document(t, env, "pay", link, decline); got["outcome"] != "failed" {
			t.Errorf("%s: %v", decline, got)
		}
		if got := document(t, env, "sessions", "show", id); got["status"] != "FAILED" {
			t.Errorf("%s: %v", decline, got)
		}
		if got := document(t, env, "pay", link, "--person", "se", "--method", "pay_later"); got["outcome"] != "completed" {
			t.Errorf("after %s: %v", decline, got)
		}
	}
	made := document(t, env, "sessions", "create")
	works(t, env, "sessions", "disable", text(t, made, "session_id"))
	if got := call(t, env, "pay", text(t, made, "redirect_url")); got.status != 1 || !strings.Contains(got.out, "disabled") {
		t.Errorf("a closed page: %+v", got)
	}
	if got := call(t, env, "sessions", "watch", text(t, made, "session_id")); got.status != 1 || !strings.Contains(got.err, "DISABLED") {
		t.Errorf("watching a closed page: %+v", got)
	}
}

// Each way in which a call can end has its status, and says why on the standard error alone.
func TestStatuses(t *testing.T) {
	t.Parallel()
	env := playground(t)
	address := strings.TrimPrefix(env[0], "OPENHPP_URL=")
	for name, c := range map[string]struct {
		env  []string
		args []string
		want int
		says string
	}{
		"nothing is known of a server": {nil, []string{"sessions", "show", "x"}, 2, "OPENHPP_URL (--url), OPENHPP_USERNAME (--username) and OPENHPP_PASSWORD"},
		"no user name":                 {[]string{"OPENHPP_URL=http://127.0.0.1:1"}, []string{"sessions", "show", "x"}, 2, "OPENHPP_USERNAME (--username)"},
		"no password":                  {[]string{"OPENHPP_URL=http://127.0.0.1:1", "OPENHPP_USERNAME=u"}, []string{"sessions", "show", "x"}, 2, "OPENHPP_PASSWORD_FILE"},
		"a context nobody made":        {env, []string{"sessions", "show", "x", "--context", "nowhere"}, 2, `no such context as "nowhere"`},
		"what is no JSON":              {env, []string{"api", "POST", "/hpp/v1/sessions", "-d", "{"}, 2, "--data is not JSON"},
		"a path that is none":          {env, []string{"api", "GET", "hpp"}, 2, "must begin with /"},
		"a mode that is none":          {env, []string{"sessions", "create", "--mode", "LATER"}, 2, "--mode"},
		"what is unknown":              {env, []string{"sessions", "show", "00000000-0000-4000-8000-000000000000"}, 3, "correlation id"},
		"a wrong password":             {append(env[:2:2], "OPENHPP_PASSWORD=wrong"), []string{"sessions", "show", "x"}, 3, "401"},
		"nobody answers":               {[]string{"OPENHPP_URL=http://127.0.0.1:1", "OPENHPP_USERNAME=u", "OPENHPP_PASSWORD=p"}, []string{"sessions", "show", "x"}, 4, "did not answer"},
		"it takes too long":            {env, []string{"inbox", "--wait", "20", "--timeout", "50ms"}, 5, "deadline"},
		"a link that is none":          {nil, []string{"pay", "://nothing"}, 2, "redirect_url"},
		"a page nobody made":           {nil, []string{"pay", address + "/eu/hpp/payments/AAAAAAAAAAAAAAAAAAAAAAAAAAAA"}, 1, "not \"completed\""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := call(t, c.env, c.args...)
			if got.status != c.want || !strings.Contains(got.err, c.says) || strings.Contains(got.out, c.says) {
				t.Errorf("status %d, printed %q, said %q; want %d and %q", got.status, got.out, got.err, c.want, c.says)
			}
		})
	}
}

// What is refused is printed as it came, too.
func TestAnyCall(t *testing.T) {
	t.Parallel()
	env := playground(t)
	if got := works(t, env, "api", "get", "/openhpp/v1/profiles"); got != "{\n  \"profiles\": []\n}" {
		t.Errorf("printed %q", got)
	}
	cmd := command(t, env, "api", "PUT", "/openhpp/v1/profiles/till", "-d", "@-", "--json")
	cmd.Stdin = strings.NewReader(`{"view":"NOBODY"}`)
	if got := finish(t, cmd); got.status != 3 || !strings.Contains(got.out, `"error_code":"BAD_VALUE"`) || !strings.Contains(got.err, "BAD_VALUE") {
		t.Errorf("refused: %+v", got)
	}
}

// Login keeps what the server takes, for its owner alone, and gives it to commands by name.
func TestLogin(t *testing.T) {
	t.Parallel()
	env := playground(t)
	home := t.TempDir()
	login := func(password string, args ...string) ended {
		cmd := command(t, env[:2], append([]string{"login", "--password-stdin"}, args...)...)
		cmd.Env = append(cmd.Env, "XDG_CONFIG_HOME="+home, "HOME="+home)
		cmd.Stdin = strings.NewReader(password + "\n")
		return finish(t, cmd)
	}
	with := []string{"XDG_CONFIG_HOME=" + home, "HOME=" + home}
	if got := login("wrong"); got.status != 3 || !strings.Contains(got.err, "not right") {
		t.Errorf("a wrong password: %+v", got)
	}
	leavesNothing(t, home)
	password := strings.TrimPrefix(env[2], "OPENHPP_PASSWORD=")
	for _, args := range [][]string{nil, {"--context", "ci"}} {
		if got := login(password, args...); got.status != 0 || got.out != "" {
			t.Fatalf("%v: %+v", args, got)
		}
	}
	file := filepath.Join(home, "openhpp", "contexts.json")
	info, err := os.Stat(file)
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("%v, %v; want 0600", info.Mode(), err)
	}
	works(t, with, "sessions", "create")
	works(t, with, "sessions", "create", "--context", "ci")
	if got := works(t, with, "context", "list"); got != "ci\ndefault" {
		t.Errorf("contexts: %q", got)
	}
	works(t, with, "context", "remove", "ci")
	if got := call(t, with, "sessions", "create", "--context", "ci"); got.status != 2 || !strings.Contains(got.err, "default") {
		t.Errorf("a removed one: %+v", got)
	}
	if err := os.Chmod(file, 0o644); err != nil {
		t.Fatal(err)
	}
	if got := call(t, with, "sessions", "create"); got.status != 2 || !strings.Contains(got.err, "chmod 600") {
		t.Errorf("a file that others read: %+v", got)
	}
}

func TestInbox(t *testing.T) {
	t.Parallel()
	env := playground(t)
	id := works(t, env, "sessions", "create", "-q")
	works(t, env, "api", "POST", "/hpp/v1/sessions/"+id+"/distribution", "-d", `{"method":"email","contact_information":{"email":"kim@shop.example"}}`)
	message := document(t, env, "inbox", "--wait", "10")
	if message["to"] != "kim@shop.example" || message["session_id"] != id {
		t.Errorf("%v", message)
	}
	if got := document(t, env, "pay", text(t, message, "link")); got["outcome"] != "completed" {
		t.Errorf("paid by the message's link: %v", got)
	}
}
