package cli

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"
	"time"

	_ "modernc.org/sqlite" // by which faults are planted

	"github.com/openhpp/openhpp/internal/app"
	"github.com/openhpp/openhpp/internal/doctor"
)

// installation is a server behind a proxy, as the doctor finds it.
type installation struct {
	t      *testing.T
	config app.Config
	looked app.Examination
	file   string
	// proxy does with a request what stands before the server; nil: passes it on.
	proxy func(w http.ResponseWriter, r *http.Request, on http.Handler)
}

// installed starts one that is sound.
func installed(t *testing.T) *installation {
	t.Helper()
	i := &installation{t: t, config: database(t)}
	i.file = strings.TrimPrefix(i.config.Database, "sqlite:")
	var on *httputil.ReverseProxy
	front := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if i.proxy != nil {
			i.proxy(w, r, on)
			return
		}
		on.ServeHTTP(w, r)
	}))
	t.Cleanup(front.Close)
	i.config.PublicURL, i.config.Listen, i.config.Gateway.OpsListen = front.URL, "127.0.0.1:0", "off"
	server, err := app.Open(t.Context(), i.config, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.WithoutCancel(t.Context()))
	done := make(chan error, 1)
	go func() { done <- server.Run(ctx) }()
	transport := &http.Transport{}
	t.Cleanup(func() {
		transport.CloseIdleConnections()
		stop()
		if err := <-done; err != nil {
			t.Error(err)
		}
	})
	target, err := url.Parse(server.Local())
	if err != nil {
		t.Fatal(err)
	}
	on = &httputil.ReverseProxy{FlushInterval: -1, Transport: transport, Rewrite: func(r *httputil.ProxyRequest) {
		r.SetURL(target)
		r.Out.Host = r.In.Host
	}, ErrorLog: slog.NewLogLogger(slog.DiscardHandler, slog.LevelError)}
	client := &http.Client{Transport: transport, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	i.looked = app.Examination{
		Client:    client,
		FreeBytes: func(string) (uint64, error) { return 1 << 40, nil },
		TakesMail: func(context.Context, string) error { return nil },
	}
	return i
}

func (i *installation) examine() []doctor.Finding {
	return app.Examine(i.t.Context(), i.config, i.looked)
}

// must holds that what a plant needs can be done.
func (i *installation) must(err error) {
	i.t.Helper()
	if err != nil {
		i.t.Fatal(err)
	}
}

// write changes what is stored.
func (i *installation) write(statement string, values ...any) {
	i.t.Helper()
	db, err := sql.Open("sqlite", "file:"+i.file+"?_pragma=busy_timeout(5000)")
	i.must(err)
	_, err = db.ExecContext(i.t.Context(), statement, values...)
	i.must(errors.Join(err, db.Close()))
}

// answering is a server whose answers a test makes.
func (i *installation) answering(handler http.HandlerFunc) string {
	server := httptest.NewServer(handler)
	i.t.Cleanup(server.Close)
	return server.URL
}

// mailServer greets everybody with a line, and closes.
func (i *installation) mailServer(lines ...string) string {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	i.must(err)
	i.t.Cleanup(func() { _ = listener.Close() })
	go func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			for _, line := range lines {
				_, _ = io.WriteString(conn, line+"\r\n")
			}
			_, _ = io.CopyN(io.Discard, conn, 64)
			_ = conn.Close()
		}
	}()
	return listener.Addr().String()
}

// plants are faults, each with the check that must find it and how grave it is.
var plants = map[string]struct {
	plant func(*installation)
	check string
	state doctor.State
	says  string
}{
	"a slip of the pen":            {func(i *installation) { i.looked.Slips = errors.New("OPENHPP_PUBLIK_URL is no setting") }, "settings", doctor.Fail, "PUBLIK"},
	"a variable nobody knows":      {func(i *installation) { i.looked.Unknown = errors.New("OPENHPP_FOO is no setting") }, "settings", doctor.Warn, "FOO"},
	"a value that is not right":    {func(i *installation) { i.config.Gateway.OpsListen = "here" }, "settings", doctor.Fail, "OPENHPP_OPS_LISTEN"},
	"a secret that is gone":        {func(i *installation) { i.must(os.Rename(i.file+".key", i.file+".old")) }, "secret", doctor.Fail, ".key"},
	"a secret that is short":       {func(i *installation) { i.must(os.WriteFile(i.file+".key", []byte("abc"), 0o600)) }, "secret", doctor.Fail, "32 bytes"},
	"a secret that others read":    {func(i *installation) { i.must(os.Chmod(i.file+".key", 0o644)) }, "secret", doctor.Fail, "chmod 600"},
	"a secret that can be guessed": {func(i *installation) { i.config.Secret = strings.Repeat("secret", 8) }, "secret", doctor.Warn, "guessed"},
	"no database":                  {func(i *installation) { i.config.Database, i.config.Secret = "sqlite:"+i.file+".gone", secretOfTests }, "files", doctor.Fail, "OPENHPP_DATABASE (--database)"},
	"a file that is no database": {func(i *installation) {
		i.config.Database, i.config.Secret = "sqlite:"+i.file+".text", secretOfTests
		i.must(os.WriteFile(i.file+".text", bytes.Repeat([]byte("this is no database\n"), 300), 0o600))
	}, "database", doctor.Fail, "OPENHPP_DATABASE (--database)"},
	"a database that is down": {func(i *installation) {
		i.config.Database, i.config.Secret = "postgres://nobody@127.0.0.1:1/none?sslmode=disable", secretOfTests
	}, "database", doctor.Fail, "127.0.0.1"},
	"a database that others read": {func(i *installation) { i.must(os.Chmod(i.file, 0o644)) }, "files", doctor.Fail, "chmod 600"},
	"a secret of another user":    {func(i *installation) { i.must(os.Chown(i.file+".key", 12345, -1)) }, "files", doctor.Fail, "12345"},
	"a disk that is full":         {func(i *installation) { i.looked.FreeBytes = func(string) (uint64, error) { return 3 << 20, nil } }, "room", doctor.Fail, "3 MiB"},
	"a schema from the future": {func(i *installation) {
		i.write("INSERT INTO goose_db_version (version_id, is_applied) VALUES (99999, 1)")
	}, "schema", doctor.Fail, "99999"},
	"a schema from the past": {func(i *installation) { i.write("DELETE FROM goose_db_version WHERE version_id > 5") }, "schema", doctor.Warn, "upgrade.md"},
	"work that nobody does": {func(i *installation) {
		i.write("INSERT INTO outbox (subject, id, kind, seq, payload, due_at, created_at) VALUES ('s', 'i', 'nobody', 1, x'7b7d', ?, 0)",
			time.Now().Add(-time.Hour).UnixMilli())
	}, "work", doctor.Fail, "1h0m"},
	"two servers on one file": {func(i *installation) {
		for range 2 {
			second := exec.CommandContext(i.t.Context(), "tail", "-f", i.file)
			i.must(second.Start())
			i.t.Cleanup(func() { _ = second.Process.Kill(); _ = second.Wait() })
			for len(doctor.Processes(i.file)) == 0 { // until the program has opened it
				i.must(i.t.Context().Err())
			}
		}
		for len(doctor.Processes(i.file)) < 2 {
			i.must(i.t.Context().Err())
		}
	}, "one server", doctor.Fail, "stop all but one"},
	"an address that does not answer": {func(i *installation) { i.config.PublicURL = "http://127.0.0.1:1" }, "public address", doctor.Fail, "OPENHPP_PUBLIC_URL (--public-url)"},
	"an address of another server": {func(i *installation) {
		i.config.PublicURL = i.answering(func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, "ok\n") })
	}, "public address", doctor.Fail, "another server"},
	"a certificate that nobody signed": {func(i *installation) {
		server := httptest.NewUnstartedServer(http.NotFoundHandler())
		server.Config.ErrorLog = slog.NewLogLogger(slog.DiscardHandler, slog.LevelError)
		server.StartTLS()
		i.t.Cleanup(server.Close)
		i.config.PublicURL = server.URL
	}, "public address", doctor.Fail, "certificate"},
	"a proxy that changes the name": {func(i *installation) {
		i.proxy = func(w http.ResponseWriter, r *http.Request, on http.Handler) {
			r.Host = "localhost"
			on.ServeHTTP(w, r)
		}
	}, "host", doctor.Fail, "$http_host"},
	"a proxy that sends a name of its own": {func(i *installation) {
		i.proxy = func(w http.ResponseWriter, r *http.Request, on http.Handler) {
			r.Host = "inner.example"
			on.ServeHTTP(w, r)
		}
	}, "host", doctor.Fail, "OPENHPP_API_ALIASES"},
	"a proxy that buffers": {func(i *installation) {
		i.proxy = func(w http.ResponseWriter, r *http.Request, on http.Handler) {
			kept := httptest.NewRecorder()
			on.ServeHTTP(kept, r)
			w.WriteHeader(kept.Code)
			_, _ = kept.Body.WriteTo(w)
		}
	}, "buffering", doctor.Warn, "proxy_buffering off"},
	"metrics for everybody": {func(i *installation) {
		i.proxy = func(w http.ResponseWriter, r *http.Request, on http.Handler) {
			if r.URL.Path != "/metrics" {
				on.ServeHTTP(w, r)
			}
		}
	}, "metrics", doctor.Fail, "OPENHPP_OPS_LISTEN"},
	"no TLS in production":  {func(i *installation) { i.config.Environment = app.Production }, "tls", doctor.Fail, "https"},
	"nobody takes payments": {func(i *installation) { i.config.Environment = app.Production }, "provider", doctor.Fail, "merchant upstream set"},
	"a clock that is off": {func(i *installation) {
		i.looked.ClockURL = i.answering(func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Date", time.Now().Add(-time.Minute).UTC().Format(http.TimeFormat))
		})
	}, "clock", doctor.Fail, "NTP"},
	"a mail server that is not there": {func(i *installation) { i.config.SMTPURL, i.config.MailFrom = "smtp://127.0.0.1:1", "shop@shop.example" }, "mail", doctor.Fail, "OPENHPP_SMTP_URL"},
	"a mail server that greets oddly": {func(i *installation) {
		i.config.SMTPURL, i.config.MailFrom = "smtp://"+i.mailServer("554 go away"), "shop@shop.example"
	}, "mail", doctor.Fail, "OPENHPP_SMTP_URL"},
	"a mail server without TLS": {func(i *installation) {
		i.config.SMTPURL, i.config.MailFrom = "smtp://"+i.mailServer("220 hello", "250 hello")+"?tls=required", "shop@shop.example"
	}, "mail", doctor.Fail, "TLS"},
	"a sender nobody can answer": {func(i *installation) {
		i.config.SMTPURL, i.config.MailFrom = "smtp://"+i.mailServer("220 hello", "250 hello", "221 bye")+"?tls=none", "shop@shop.example"
		i.looked.TakesMail = func(context.Context, string) error { return errors.New("it is not in DNS") }
	}, "sender", doctor.Warn, "MX"},
	"a gateway that does not compose": {func(i *installation) {
		i.must(os.WriteFile(i.file+".json", []byte(`{"url":"not an address"}`), 0o600))
		i.config.SMSURL = "file:" + i.file + ".json"
	}, "gateway", doctor.Fail, "OPENHPP_SMS_URL"},
	"a provider that does not answer": {func(i *installation) {
		i.config.Upstreams = map[string]string{"OPENHPP_UPSTREAM_OURS": `{"kind":"klarna","base_url":"http://127.0.0.1:1","hosts":["127.0.0.1:1"],"sdk_url":"http://127.0.0.1:1/api.js","page_origins":["http://127.0.0.1:1"]}`}
		i.write("INSERT INTO merchants (id, name, created_at) VALUES ('m', 'Lamps', 0)")
		i.write("INSERT INTO upstream_credentials VALUES ('m', 'ours', '', 'u', x'00', 'k', 'auto', '', '', 0, 0)")
	}, "provider's host", doctor.Fail, "OPENHPP_EGRESS_DENY"},
}

const secretOfTests = "4f1c0d9a7be23586f0a1c7d2e94b6853"

func TestDoctorFindsEachFault(t *testing.T) {
	t.Parallel()
	if len(plants) < 20 {
		t.Fatalf("%d faults", len(plants))
	}
	for name, p := range plants {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			i := installed(t)
			p.plant(i)
			found := i.examine()
			if !slices.ContainsFunc(found, func(f doctor.Finding) bool {
				return f.Check == p.check && f.State == p.state && f.Cure != "" && strings.Contains(f.Text+f.Cure, p.says)
			}) {
				t.Errorf("no %s of %q that says %q among\n%+v", p.state, p.check, p.says, found)
			}
		})
	}
}

// A sound installation has nothing to say, and is as it was after a look.
func TestDoctorIsSilentOnASoundInstallation(t *testing.T) {
	t.Parallel()
	i := installed(t)
	found := i.examine()
	for _, f := range found {
		if f.State != doctor.OK || f.Cure != "" {
			t.Errorf("%+v", f)
		}
	}
	if len(found) < 10 {
		t.Errorf("only %d looks", len(found))
	}
	var out bytes.Buffer
	if err := Doctor(t.Context(), i.config, i.looked, true, &out); err != nil {
		t.Errorf("%v\n%s", err, out.String())
	}
	for line := range strings.Lines(out.String()) {
		var f doctor.Finding
		if err := json.Unmarshal([]byte(line), &f); err != nil || f.Check == "" {
			t.Errorf("%q: %v", line, err)
		}
	}
}
