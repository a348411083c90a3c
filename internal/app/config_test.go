package app

import (
	"context"
	"net"
	"slices"
	"strings"
	"testing"

	"github.com/openhpp/openhpp/internal/web"
)

func valid() Config {
	return Config{Listen: "127.0.0.1:8080", DatabaseConfig: DatabaseConfig{"sqlite:a.db"}}
}

// Every wrong setting is named as the operator knows it, all at once.
func TestConfigNamesWhatIsWrong(t *testing.T) {
	for name, c := range map[string]struct {
		change func(*Config)
		want   []string
	}{
		"nothing":              {func(*Config) {}, nil},
		"no port":              {func(c *Config) { c.Listen = "localhost" }, []string{"OPENHPP_LISTEN"}},
		"environment":          {func(c *Config) { c.Environment = "staging" }, []string{"OPENHPP_ENVIRONMENT"}},
		"region":               {func(c *Config) { c.Region = "mars" }, []string{"OPENHPP_REGION"}},
		"public URL":           {func(c *Config) { c.PublicURL = "pay.example.com" }, []string{"OPENHPP_PUBLIC_URL"}},
		"public URL, query":    {func(c *Config) { c.PublicURL = "https://pay.example.com?a=b" }, []string{"OPENHPP_PUBLIC_URL"}},
		"public URL, user":     {func(c *Config) { c.PublicURL = "https://a@pay.example.com" }, []string{"OPENHPP_PUBLIC_URL"}},
		"API URL":              {func(c *Config) { c.APIURL = "ftp://pay.example.com" }, []string{"OPENHPP_API_URL"}},
		"no database":          {func(c *Config) { c.Database = "" }, []string{"OPENHPP_DATABASE"}},
		"a database unknown":   {func(c *Config) { c.Database = "mysql://x" }, []string{"OPENHPP_DATABASE"}},
		"PostgreSQL":           {func(c *Config) { c.Database, c.Secret = "postgresql://u@db/openhpp", strings.Repeat("s", 32) }, nil},
		"PostgreSQL alone":     {func(c *Config) { c.Database = "postgres://u@db/openhpp" }, []string{"OPENHPP_SECRET"}},
		"several":              {func(c *Config) { c.Listen, c.Region = "", "mars" }, []string{"OPENHPP_LISTEN", "OPENHPP_REGION"}},
		"production, no URL":   {func(c *Config) { c.Environment = Production }, []string{"OPENHPP_PUBLIC_URL"}},
		"production, http":     {func(c *Config) { c.Environment, c.PublicURL = Production, "http://pay.example.com" }, []string{"OPENHPP_PUBLIC_URL"}},
		"production, https":    {func(c *Config) { c.Environment, c.PublicURL = Production, "https://pay.example.com" }, nil},
		"limits below nothing": {func(c *Config) { below := -1; c.RateLimit.Calls, c.RateLimitCreate = &below, &below }, []string{"OPENHPP_RATE_LIMIT", "OPENHPP_RATE_LIMIT_CREATE"}},
		"sessions for ever":    {func(c *Config) { c.KeepSessions = new(0) }, nil},
		"sessions for a week":  {func(c *Config) { c.KeepSessions = new(7) }, nil},
		"less than keys":       {func(c *Config) { c.KeepSessions = new(6) }, []string{"OPENHPP_KEEP_SESSIONS"}},
		"days below nothing":   {func(c *Config) { c.KeepSessions = new(-1) }, []string{"OPENHPP_KEEP_SESSIONS"}},
		"more than can be":     {func(c *Config) { c.KeepSessions = new(36_501) }, []string{"OPENHPP_KEEP_SESSIONS"}},
		"playground, on http":  {func(c *Config) { c.PublicURL, c.APIURL = "http://192.168.0.7:8080", "http://localhost" }, nil},
	} {
		config := valid()
		c.change(&config)
		err := config.check()
		if (err == nil) != (len(c.want) == 0) {
			t.Errorf("%s: %v, want faults in %v", name, err, c.want)
			continue
		}
		for _, variable := range c.want {
			if !strings.Contains(err.Error(), variable+": must be ") {
				t.Errorf("%s: %q does not name %s", name, err, variable)
			}
		}
	}
}

func TestDefaults(t *testing.T) {
	c := valid()
	if err := c.check(); err != nil {
		t.Fatal(err)
	}
	if got := c.rates(); got != (web.Rates{}) {
		t.Errorf("rates %+v", got)
	}
	if c.Environment != Playground || c.Region != "eu" || c.secretFile() != "a.db.key" {
		t.Errorf("defaults: %s, %s, %s", c.Environment, c.Region, c.secretFile())
	}
}

// Links come from the configuration or the listener, and the built-in provider
// answers to every name a merchant on this machine may use.
func TestAddresses(t *testing.T) {
	loopback := &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1), Port: 8080}
	everywhere := &net.TCPAddr{IP: net.IPv6unspecified, Port: 9090}
	lan := &net.TCPAddr{IP: net.IPv4(192, 168, 0, 7), Port: 8080}
	for name, c := range map[string]struct {
		config           Config
		listener         net.Addr
		public, api      string
		served, unserved []string
	}{
		"nothing said": {Config{}, loopback, "http://127.0.0.1:8080", "http://127.0.0.1:8080",
			[]string{"127.0.0.1:8080", "localhost:8080", "[::1]:8080"}, []string{"localhost", "localhost:80", "evil.test:8080"}},
		"everywhere": {Config{}, everywhere, "http://localhost:9090", "http://localhost:9090",
			[]string{"localhost:9090", "127.0.0.1:9090"}, nil},
		"on the network": {Config{}, lan, "http://192.168.0.7:8080", "http://192.168.0.7:8080",
			[]string{"192.168.0.7:8080"}, []string{"localhost:8080"}},
		"behind a proxy": {Config{PublicURL: "https://pay.test/", APIURL: "https://api.test/", APIAliases: []string{"API.old.test"}}, lan, "https://pay.test", "https://api.test",
			[]string{"pay.test", "api.test", "api.old.test", "192.168.0.7:8080"}, []string{"evil.test"}},
	} {
		config := c.config
		config.completeAddresses(c.listener)
		if config.PublicURL != c.public || config.APIURL != c.api {
			t.Errorf("%s: %s and %s, want %s and %s", name, config.PublicURL, config.APIURL, c.public, c.api)
		}
		hosts := config.hosts(c.listener)
		for _, host := range c.served {
			if !slices.Contains(hosts, host) {
				t.Errorf("%s: %s is not among %v", name, host, hosts)
			}
		}
		for _, host := range c.unserved {
			if slices.Contains(hosts, host) {
				t.Errorf("%s: %s is among %v", name, host, hosts)
			}
		}
	}
}

func TestProviders(t *testing.T) {
	none := providers{used: func(context.Context) (bool, error) { return false, nil }}
	if _, _, ok := none.ByHost("a.test"); ok {
		t.Error("a provider where there is none")
	}
	if _, ok := none.ByName(builtin); ok {
		t.Error("the built-in provider where there is none")
	}
}
