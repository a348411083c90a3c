package cli

import (
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/openhpp/openhpp/internal/app"
)

// Commands work on the server's files and make none of their own.
func TestCommandsMakeNoFiles(t *testing.T) {
	c := database(t)
	file := strings.TrimPrefix(c.Database, "sqlite:")
	commands := map[string]func(Operator) error{
		"create":   func(o Operator) error { return o.CreateMerchant(t.Context(), "Lamps") },
		"list":     func(o Operator) error { return o.ListMerchants(t.Context()) },
		"rotate":   func(o Operator) error { return o.RotateMerchant(t.Context(), "m", 0) },
		"webhook":  func(o Operator) error { return o.RotateWebhook(t.Context(), "m", 0) },
		"disable":  func(o Operator) error { return o.DisableMerchant(t.Context(), "m", true) },
		"enable":   func(o Operator) error { return o.EnableMerchant(t.Context(), "m") },
		"profiles": func(o Operator) error { return o.ListProfiles(t.Context(), "m") },
		"reopen":   func(o Operator) error { return o.ReopenSession(t.Context(), "s") },
		"backup":   func(o Operator) error { return o.Backup(t.Context(), file+".copy") },
		"replay":   func(o Operator) error { return o.ReplayCallbacks(t.Context(), "") },
	}
	for name, command := range commands {
		if err := command(Operator{Config: c, Out: io.Discard}); err == nil || !strings.Contains(err.Error(), "OPENHPP_DATABASE: there is no file "+file) {
			t.Errorf("%s without a database: %v", name, err)
		}
	}
	if made, err := os.ReadDir(filepath.Dir(file)); err != nil || len(made) != 0 {
		t.Errorf("made %v, %v", made, err)
	}
	c.Listen = "127.0.0.1:0"
	server, err := app.Open(t.Context(), c, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	if err := server.Close(); err != nil {
		t.Fatal(err)
	}
	if err := os.Remove(file + ".key"); err != nil {
		t.Fatal(err)
	}
	err = commands["create"](Operator{Config: c, Out: io.Discard})
	if err == nil || !strings.Contains(err.Error(), "OPENHPP_SECRET_FILE: there is no file "+file+".key") {
		t.Errorf("without the secret: %v", err)
	}
	if _, err := os.Stat(file + ".key"); err == nil {
		t.Error("a secret was made that no server knows")
	}
}
