package cli

import (
	"io"
	"os"
	"strings"
	"testing"

	"github.com/openhpp/openhpp/internal/app"
	"github.com/openhpp/openhpp/internal/upstream"
)

const apiKey = "klarna_test_api_do-not-show"

// Credentials are stored, listed and removed beside a running server; nothing
// that is printed, logged or stored shows the password.
func TestUpstreamCredentials(t *testing.T) {
	w := start(t)
	id := w.merchant().MerchantID
	set := func(label string) func(Operator) error {
		return func(o Operator) error {
			return o.SetUpstream(t.Context(), UpstreamAccount{Merchant: string(id), Upstream: "klarna-eu-test", Label: label, Username: "K1"}, strings.NewReader(apiKey+"\r\n"))
		}
	}
	printed := w.prints(false, set("se")) + w.prints(true, set("no"))
	table := w.prints(false, func(o Operator) error { return o.ListUpstreams(t.Context(), string(id)) })
	for _, part := range []string{string(id), "api.playground.klarna.com", "se", "no", "K1", "auto", "if-absent", "rewrite"} {
		if !strings.Contains(table, part) {
			t.Errorf("the list does not say %q:\n%s", part, table)
		}
	}
	listed := w.prints(true, func(o Operator) error { return o.ListUpstreams(t.Context(), "") })
	if strings.Count(listed, `"readable":true`) != 2 {
		t.Errorf("listed %s", listed)
	}
	w.prints(false, func(o Operator) error {
		return app.OpenUpstreams(t.Context(), o.Config, func(s *upstream.Service) error {
			u, _ := s.Directory.ByName("klarna-eu-test")
			logins, err := s.Logins(t.Context(), id, u)
			if err != nil || len(logins) != 2 || logins[0].Password != apiKey {
				t.Errorf("%d usable, %v", len(logins), err)
			}
			return nil
		})
	})
	printed += table + listed + w.prints(false, func(o Operator) error { return o.RemoveUpstream(t.Context(), string(id), "klarna-eu-test", "se") })
	if listed = w.prints(true, func(o Operator) error { return o.ListUpstreams(t.Context(), string(id)) }); strings.Contains(listed, `"label":"se"`) || !strings.Contains(listed, `"label":"no"`) {
		t.Errorf("after removing: %s", listed)
	}
	for name, text := range map[string]string{"printed": printed, "logged": w.log.text.String(), "stored": stored(t, w)} {
		if strings.Contains(text, apiKey) {
			t.Errorf("the password is %s", name)
		}
	}
}

// stored is the database's file and what lies beside it.
func stored(t *testing.T, w world) (text string) {
	t.Helper()
	file := strings.TrimPrefix(w.config.Database, "sqlite:")
	for _, suffix := range []string{"", "-wal"} {
		part, err := os.ReadFile(file + suffix)
		if err != nil {
			t.Fatal(err)
		}
		text += string(part)
	}
	if !strings.Contains(text, "klarna-eu-test") {
		t.Fatal("the files do not hold the account at all")
	}
	return text
}

// What cannot be stored says all of why, and never the password.
func TestUpstreamCredentialsAreJudged(t *testing.T) {
	w := start(t)
	id := w.merchant().MerchantID
	for name, c := range map[string]struct {
		account  UpstreamAccount
		password string
		want     string
	}{
		"real money in a playground": {UpstreamAccount{Merchant: string(id), Upstream: "klarna-eu"}, apiKey, "this server is a playground"},
		"unknown upstream":           {UpstreamAccount{Merchant: string(id), Upstream: "adyen"}, apiKey, "klarna-eu-test"},
		"unknown merchant":           {UpstreamAccount{Merchant: "m", Upstream: "kustom-test"}, apiKey, "merchant list"},
		"no password":                {UpstreamAccount{Merchant: string(id), Upstream: "kustom-test"}, "\n", "password must be"},
		"a file of something else":   {UpstreamAccount{Merchant: string(id), Upstream: "kustom-test"}, "key: " + apiKey, "password must be"},
	} {
		err := Operator{Config: w.config, Out: io.Discard}.SetUpstream(t.Context(), c.account, strings.NewReader(c.password))
		if err == nil || !strings.Contains(err.Error(), c.want) || strings.Contains(err.Error(), apiKey) {
			t.Errorf("%s: %v, want %q", name, err, c.want)
		}
	}
	if err := (Operator{Config: w.config, Out: io.Discard}).RemoveUpstream(t.Context(), string(id), "kustom-test", "default"); err == nil || !strings.Contains(err.Error(), "upstream list") {
		t.Errorf("removed what is not there: %v", err)
	}
}

// After the server's secret was changed, its old one is asked for once.
func TestUpstreamCredentialsAreResealed(t *testing.T) {
	w := start(t)
	id := w.merchant().MerchantID
	w.prints(false, func(o Operator) error {
		return o.SetUpstream(t.Context(), UpstreamAccount{Merchant: string(id), Upstream: "kustom-test"}, strings.NewReader(apiKey))
	})
	old := strings.TrimPrefix(w.config.Database, "sqlite:") + ".key"
	w.config.Secret = strings.Repeat("0123456789abcdef", 4)
	table := func() string {
		return w.prints(false, func(o Operator) error { return o.ListUpstreams(t.Context(), "") })
	}
	if said := table(); !strings.Contains(said, "sealed under another secret") {
		t.Errorf("before:\n%s", said)
	}
	if said := w.prints(false, func(o Operator) error { return o.ResealUpstreams(t.Context(), old) }); !strings.HasPrefix(said, "1 credentials") {
		t.Errorf("said %q", said)
	}
	if said := table(); strings.Contains(said, "sealed under another secret") {
		t.Errorf("after:\n%s", said)
	}
}
