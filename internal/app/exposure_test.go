package app

import (
	"log/slog"
	"os"
	"strings"
	"testing"
)

const randomSecret = "5f0d3b1c9e7a42689bd4c0e2f8a61735"

// inProduction is a configuration that production takes.
func inProduction(t *testing.T) Config {
	t.Helper()
	c := local(t)
	c.Environment, c.PublicURL, c.Secret = Production, "https://pay.example.com", randomSecret
	return c
}

// Production refuses what leaves others a way in, names the setting and the
// switch, and starts with the switch; a playground does not mind.
func TestProductionRefusesToBeNaked(t *testing.T) {
	for name, c := range map[string]struct {
		change           func(*Config)
		setting, allowed string
	}{
		"database":            {func(c *Config) { c.Database = "postgres://u:p@db.example.com/x" }, "OPENHPP_DATABASE", insecureDatabase},
		"database, required":  {func(c *Config) { c.Database = "postgresql://u:p@10.0.0.1/x?sslmode=require" }, "OPENHPP_DATABASE", insecureDatabase},
		"one of two":          {func(c *Config) { c.Database = "postgres://u:p@localhost,db2/x?sslmode=verify-ca" }, "OPENHPP_DATABASE", insecureDatabase},
		"all addresses":       {func(c *Config) { c.Listen = ":0" }, "OPENHPP_LISTEN", insecureListener},
		"all of IPv4":         {func(c *Config) { c.Listen = "0.0.0.0:0" }, "OPENHPP_LISTEN", insecureListener},
		"all of IPv6":         {func(c *Config) { c.Listen = "[::]:0" }, "OPENHPP_LISTEN", insecureListener},
		"a private address":   {func(c *Config) { c.Listen = "192.168.0.7:8080" }, "OPENHPP_LISTEN", insecureListener},
		"a name":              {func(c *Config) { c.Listen = "pay.example.com:80" }, "OPENHPP_LISTEN", insecureListener},
		"one letter":          {func(c *Config) { c.Secret = strings.Repeat("s", 40) }, "OPENHPP_SECRET", insecureSecret},
		"a word":              {func(c *Config) { c.Secret = strings.Repeat("change-me-please", 2) }, "OPENHPP_SECRET", insecureSecret},
		"mail in the clear":   {func(c *Config) { c.SMTPURL, c.MailFrom = "smtp://mail.example.com:25?tls=none", "a@b.example" }, "OPENHPP_SMTP_URL", insecureMail},
		"mail to a neighbour": {func(c *Config) { c.SMTPURL, c.MailFrom = "smtp://10.0.0.9?tls=none", "a@b.example" }, "OPENHPP_SMTP_URL", insecureMail},
	} {
		t.Run(name, func(t *testing.T) {
			config := inProduction(t)
			c.change(&config)
			err := config.check()
			if err == nil || !strings.HasPrefix(err.Error(), c.setting+": ") || !strings.Contains(err.Error(), "OPENHPP_INSECURE="+c.allowed) {
				t.Errorf("%v, want %s and the switch %s named", err, c.setting, c.allowed)
			}
			for _, other := range insecureNames {
				config.Insecure = []string{other}
				if err := config.check(); (err == nil) != (other == c.allowed) {
					t.Errorf("with %s: %v", other, err)
				}
			}
			config.Environment, config.Insecure = Playground, nil
			if err := config.check(); err != nil {
				t.Errorf("as a playground: %v", err)
			}
		})
	}
	for name, change := range map[string]func(*Config){
		"nothing":           func(*Config) {},
		"verified database": func(c *Config) { c.Database = "postgres://u:p@db1,db2/x?sslmode=verify-full" },
		"local database":    func(c *Config) { c.Database = "postgres://u:p@127.0.0.1/x" },
		"localhost":         func(c *Config) { c.Listen = "localhost:8080" },
		"loopback of IPv6":  func(c *Config) { c.Listen = "[::1]:8080" },
		"local mail":        func(c *Config) { c.SMTPURL, c.MailFrom = "smtp://127.0.0.1?tls=none", "a@b.example" },
	} {
		config := inProduction(t)
		change(&config)
		if err := config.check(); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestEveryExposureIsNamedAtOnce(t *testing.T) {
	c := inProduction(t)
	c.Listen, c.Secret, c.Database = ":8080", strings.Repeat("s", 40), "postgres://u:p@db/x"
	err := c.check()
	for _, name := range []string{"OPENHPP_LISTEN", "OPENHPP_SECRET", "OPENHPP_DATABASE"} {
		if err == nil || !strings.Contains(err.Error(), name+": ") {
			t.Errorf("%v does not name %s", err, name)
		}
	}
	c = inProduction(t)
	c.Insecure = []string{"plain-htpp"}
	if err := c.check(); err == nil || !strings.Contains(err.Error(), "OPENHPP_INSECURE: must be any of database-tls, plain-http") {
		t.Errorf("an unknown switch: %v", err)
	}
}

// What is allowed is said at every start; a guessable secret in a file is found
// as well.
func TestExposuresAreLogged(t *testing.T) {
	c := inProduction(t)
	c.Secret, c.SecretFile, c.Listen = "", strings.TrimPrefix(c.Database, sqliteScheme)+".key", "0.0.0.0:0"
	if err := os.WriteFile(c.SecretFile, []byte(strings.Repeat("s", 40)), 0o600); err != nil {
		t.Fatal(err)
	}
	c.Insecure = []string{insecureListener}
	if _, err := Open(t.Context(), c, discardLog()); err == nil || !strings.Contains(err.Error(), "OPENHPP_SECRET_FILE: can be guessed") {
		t.Fatalf("a guessable secret in a file: %v", err)
	}
	c.Insecure = []string{insecureListener, insecureSecret}
	for range 2 {
		log := &journal{}
		server, err := Open(t.Context(), c, slog.New(slog.NewJSONHandler(log, nil)))
		if err != nil {
			t.Fatal(err)
		}
		if err := server.Close(); err != nil {
			t.Fatal(err)
		}
		lines := log.lines(t, "insecure, as OPENHPP_INSECURE allows")
		if len(lines) != 2 || lines[0]["level"] != "WARN" || lines[0]["setting"] != "OPENHPP_LISTEN" || lines[1]["setting"] != "OPENHPP_SECRET_FILE" {
			t.Errorf("said %v", lines)
		}
	}
}
