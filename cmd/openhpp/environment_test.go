package main

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/alecthomas/kong"
)

func knownSettings(t *testing.T) []string {
	t.Helper()
	parser, err := kong.New(&commands{}, options(t.Context())...)
	if err != nil {
		t.Fatal(err)
	}
	return knownNames(parser.Model)
}

func TestEverySettingIsKnown(t *testing.T) {
	known := knownSettings(t)
	for _, name := range []string{
		"OPENHPP_PUBLIC_URL", "OPENHPP_SECRET", "OPENHPP_SECRET_FILE", "OPENHPP_DATABASE", "OPENHPP_DATABASE_FILE",
		"OPENHPP_SMTP_URL_FILE", "OPENHPP_SMS_URL_FILE", "OPENHPP_LOG_LEVEL", "OPENHPP_SHOP_LISTEN", "OPENHPP_INSECURE",
	} {
		if !slices.Contains(known, name) {
			t.Errorf("%s is not known", name)
		}
	}
	// No two settings are so near that one is a slip of the other.
	for i, a := range known {
		for _, b := range known[i+1:] {
			if d := distance(a, b); d <= near && a != "OPENHPP_SMS_URL" && a != "OPENHPP_SMS_URL_FILE" {
				t.Errorf("%s and %s differ by %d", a, b, d)
			}
		}
	}
}

// Whatever the sources and the manual call a setting is one: a name that is read
// and not known would be refused as a slip.
func TestEverySettingThatIsNamedIsKnown(t *testing.T) {
	known := knownSettings(t)
	var files []string
	for _, pattern := range []string{"*.go", "../../internal/*/*.go", "../../deploy/*", "../../README.md", "../../docs/operations/*.md"} {
		found, err := filepath.Glob(pattern)
		if err != nil || len(found) == 0 {
			t.Fatalf("%s: %v, %v", pattern, found, err)
		}
		files = append(files, found...)
	}
	for _, file := range files {
		if strings.HasSuffix(file, "_test.go") {
			continue
		}
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range regexp.MustCompile(`OPENHPP_[A-Z][A-Z_]*[A-Z]`).FindAllString(string(text), -1) {
			if !slices.Contains(known, name) && !slices.Contains(examples, name) && !strings.HasPrefix(name, "OPENHPP_TEST_") && !strings.HasPrefix(name, "OPENHPP_UPSTREAM") {
				t.Errorf("%s names %s, which is no setting", file, name)
			}
		}
	}
}

// examples are names that are written somewhere because they are no settings.
var examples = []string{"OPENHPP_PUBLIK_URL", "OPENHPP_SERVICE_HOST", "OPENHPP_PORT", "OPENHPP_SERVICE"}

func TestSlips(t *testing.T) {
	known := knownSettings(t)
	for name, meant := range map[string]string{
		"OPENHPP_PUBLIK_URL": "OPENHPP_PUBLIC_URL", "OPENHPP_PUBLICURL": "OPENHPP_PUBLIC_URL", "OPENHPP_PUBLIC_URLS": "OPENHPP_PUBLIC_URL",
		"OPENHPP_URL_PUBLIC": "OPENHPP_PUBLIC_URL", "openhpp_public_url": "OPENHPP_PUBLIC_URL", "OPENHPP-PUBLIC-URL": "OPENHPP_PUBLIC_URL",
		"OPENHP_PUBLIC_URL": "OPENHPP_PUBLIC_URL", "OPENHPPP_LISTEN": "OPENHPP_LISTEN", "OPEN_HPP_LISTEN": "OPENHPP_LISTEN",
		"OPENHPP_LITSEN": "OPENHPP_LISTEN", "OPENHPP_ENVIRONMEN": "OPENHPP_ENVIRONMENT", "OPENHPP_DATABSE": "OPENHPP_DATABASE",
		"OPENHPP_SECRETS": "OPENHPP_SECRET", "OPENHPP_SECRET_FIEL": "OPENHPP_SECRET_FILE", "OPENHPP_EGRESS_PORT": "OPENHPP_EGRESS_PORTS",
		"OPENHPP_RATELIMIT": "OPENHPP_RATE_LIMIT", "OPENHPP_LOGLEVEL": "OPENHPP_LOG_LEVEL", "OPENHPP_API_ALIAS": "OPENHPP_API_ALIASES",
	} {
		_, err := checkEnvironment([]string{"HOME=/root", name + "=x"}, known)
		if err == nil || !strings.Contains(err.Error(), name+" is no setting; "+meant+" is") {
			t.Errorf("%s: %v, want %s named", name, err, meant)
		}
	}
	_, err := checkEnvironment([]string{"OPENHPP_PUBLIK_URL=x", "OPENHPP_LITSEN=y"}, known)
	if err == nil || !strings.Contains(err.Error(), "PUBLIK") || !strings.Contains(err.Error(), "LITSEN") {
		t.Errorf("two slips: %v, want both named", err)
	}
}

func TestNoSlips(t *testing.T) {
	environ := []string{
		"HOME=/root", "PATH=/bin", "DATABASE=x", "SECRET=y", "OPENHPP_PUBLIC_URL=http://localhost", "EMPTY=", "ODD",
		"OPENHPP_SERVICE_HOST=10.0.0.1", "OPENHPP_SERVICE_PORT=8080", "OPENHPP_SERVICE_PORT_HTTP=8080", "OPENHPP_PORT=tcp://10.0.0.1:8080",
		"OPENHPP_PORT_8080_TCP=tcp://10.0.0.1:8080", "OPENHPP_PORT_8080_TCP_ADDR=10.0.0.1", "OPENHPP_PORT_8080_TCP_PROTO=tcp",
		"OPENHPP_OPS_SERVICE_HOST=10.0.0.2", "OPENHPP_OPS_PORT=tcp://10.0.0.2:9090", "OPENHPP_EGRESS_PORT=tcp://10.0.0.3:3128", "OPENHPP_OPS_PORT_9090_TCP_PORT=9090",
	}
	if unknown, err := checkEnvironment(environ, knownSettings(t)); err != nil || len(unknown) != 0 {
		t.Errorf("%v, %v", unknown, err)
	}
	unknown, err := checkEnvironment([]string{"OPENHPP_COLOUR_OF_THE_SKY=blue"}, knownSettings(t))
	if err != nil || !slices.Equal(unknown, []string{"OPENHPP_COLOUR_OF_THE_SKY"}) {
		t.Errorf("an unknown one: %v, %v; want it answered", unknown, err)
	}
}

func TestSecretsAreNoFlags(t *testing.T) {
	for _, c := range []struct {
		args []string
		want string
	}{
		{[]string{"serve", "--secret", "x"}, "OPENHPP_SECRET_FILE"},
		{[]string{"serve", "--secret=x"}, "OPENHPP_SECRET_FILE"},
		{[]string{"merchant", "list", "--secret=x"}, "OPENHPP_SECRET_FILE"},
		{[]string{"serve", "--smtp-url", "smtp://u:p@h"}, "OPENHPP_SMTP_URL_FILE"},
		{[]string{"serve", "--sms-url=twilio://a:b@"}, "OPENHPP_SMS_URL_FILE"},
		{[]string{"serve", "--database", "postgres://u:p@h/d"}, "OPENHPP_DATABASE_FILE"},
		{[]string{"serve", "--database=postgresql://u:p@h/d"}, "OPENHPP_DATABASE_FILE"},
		{[]string{"fsck", "--database=postgres://h/d?password=p&user=u"}, "OPENHPP_DATABASE_FILE"},
		{[]string{"migrate", "--from", "sqlite:a.db", "--to", "postgres://u:p%zz@h/d"}, "OPENHPP_DATABASE_FILE"},
	} {
		err := refuseSecrets(c.args)
		if err == nil || !strings.Contains(err.Error(), c.want) || strings.Contains(err.Error(), ":p@") {
			t.Errorf("%v: %v, want %s named and no secret told", c.args, err, c.want)
		}
	}
	for _, args := range [][]string{
		nil, {"serve"}, {"serve", "--database", "sqlite:/a@b:c.db"}, {"serve", "--database=postgres://u@h/d"}, {"serve", "--secret-file", "/x"},
		{"migrate", "--from", "sqlite:a.db", "--to", "postgres://h/d?sslmode=verify-full"}, {"merchant", "create", "--name", "--secretary"},
	} {
		if err := refuseSecrets(args); err != nil {
			t.Errorf("%v: %v", args, err)
		}
	}
}
