package main

import (
	"fmt"
	"net/url"
	"slices"
	"strings"

	"github.com/openhpp/openhpp/internal/app"
	"github.com/openhpp/openhpp/internal/settings"
)

// refuseSecrets refuses secrets among the arguments of the program.
func refuseSecrets(args []string) error {
	for i, arg := range args {
		name, value, joined := strings.Cut(arg, "=")
		if !joined && i+1 < len(args) {
			value = args[i+1]
		}
		if setting, ok := secretOf(name); ok {
			return fmt.Errorf("%s would show a secret in the list of processes: set %s, or %s to a file that holds it", name, setting, setting+settings.FileSuffix)
		}
		if slices.Contains([]string{"--database", "--from", "--to"}, name) && hasPassword(value) {
			return fmt.Errorf("%s would show a password in the list of processes: set OPENHPP_DATABASE, or OPENHPP_DATABASE_FILE to a file that holds the address", name)
		}
	}
	return nil
}

// secretOf is the setting that no flag gives, since the list of processes shows
// flags to everybody on the machine, and that somebody wrote as one.
func secretOf(flag string) (setting string, ok bool) {
	setting = settingPrefix + strings.ReplaceAll(strings.ToUpper(strings.TrimPrefix(flag, "--")), "-", "_")
	for _, s := range app.Settings() {
		if s.Secret && s.Name == setting {
			return setting, strings.HasPrefix(flag, "--")
		}
	}
	return "", false
}

// hasPassword reports whether the address of a database holds a password.
func hasPassword(address string) bool {
	if !strings.HasPrefix(address, "postgres") {
		return false
	}
	u, err := url.Parse(address)
	if err != nil {
		return strings.Contains(address, "@") // cannot be used, and may hold one
	}
	_, given := u.User.Password()
	return given || u.Query().Has("password")
}
