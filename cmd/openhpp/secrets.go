package main

import (
	"errors"
	"fmt"
	"io"
	"net/url"
	"os"
	"slices"
	"strings"
)

// fileSuffix is the end of the name of a setting that names a file with the
// value of another.
const fileSuffix = "_FILE"

// fromFile are the settings that may hold secrets: each may be given as the
// name of a file that holds it, and as no flag. The server's secret has a file
// of its own kind, which is made when it is missing.
var fromFile = []string{"OPENHPP_DATABASE", "OPENHPP_SMTP_URL", "OPENHPP_SMS_URL", "OPENHPP_PLAYGROUND_MERCHANT"}

// withoutFlag are the settings that no flag gives, since the list of processes
// shows flags to everybody on the machine.
var withoutFlag = map[string]string{
	"--secret": "OPENHPP_SECRET", "--smtp-url": "OPENHPP_SMTP_URL", "--sms-url": "OPENHPP_SMS_URL",
	"--ops-token": "OPENHPP_OPS_TOKEN", "--playground-merchant": "OPENHPP_PLAYGROUND_MERCHANT",
}

// refuseSecrets refuses secrets among the arguments of the program.
func refuseSecrets(args []string) error {
	for i, arg := range args {
		name, value, joined := strings.Cut(arg, "=")
		if !joined && i+1 < len(args) {
			value = args[i+1]
		}
		if setting, ok := withoutFlag[name]; ok {
			return fmt.Errorf("%s would show a secret in the list of processes: set %s, or %s to a file that holds it", name, setting, setting+fileSuffix)
		}
		if slices.Contains([]string{"--database", "--from", "--to"}, name) && hasPassword(value) {
			return fmt.Errorf("%s would show a password in the list of processes: set OPENHPP_DATABASE, or OPENHPP_DATABASE_FILE to a file that holds the address", name)
		}
	}
	return nil
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

// secretSetting is a setting's value, from the environment or from the file
// that the environment names; empty when neither is given.
func secretSetting(name string) (string, error) {
	value, file := os.Getenv(name), os.Getenv(name+fileSuffix)
	switch {
	case file == "":
		return value, nil
	case value != "":
		return "", fmt.Errorf("%s: must not be given together with %s", name, name+fileSuffix)
	}
	value, err := readSetting(file)
	if err != nil {
		return "", fmt.Errorf("%s: %w", name+fileSuffix, err)
	}
	return value, nil
}

const maxSetting = 64 << 10 // bytes of a file that holds a setting

// readSetting is the text of a file without the blanks around it.
func readSetting(path string) (string, error) {
	file, err := os.Open(path)
	if err != nil {
		return "", err
	}
	defer file.Close()
	text, err := io.ReadAll(io.LimitReader(file, maxSetting+1))
	if err != nil {
		return "", err
	}
	value := strings.TrimSpace(string(text))
	switch {
	case len(text) > maxSetting:
		return "", fmt.Errorf("%s must hold at most %d bytes", path, maxSetting)
	case value == "":
		return "", errors.New(path + " is empty")
	}
	return value, nil
}
