package settings

import (
	"errors"
	"fmt"
	"io"
	"os"
	"reflect"
	"strings"
)

// ReadSecrets fills in the settings that no flag gives: from the environment, or
// from the file that NAME_FILE names.
func (a All) ReadSecrets(config any) error {
	var errs []error
	root := reflect.Indirect(reflect.ValueOf(config))
	for _, s := range a {
		if !s.Secret {
			continue
		}
		value, err := s.Read()
		if err != nil {
			errs = append(errs, err)
			continue
		}
		root.FieldByIndex(s.index).SetString(value)
	}
	return errors.Join(errs...)
}

// Read is a setting's value, from the environment or from the file that the
// environment names; empty when neither is given.
func (s Setting) Read() (string, error) {
	value, fileName := os.Getenv(s.Name), s.Name+FileSuffix
	file := os.Getenv(fileName)
	switch {
	case !s.InFile || file == "":
		return value, nil
	case value != "":
		return "", fmt.Errorf("%s: must not be given together with %s", s.Name, fileName)
	}
	value, err := ReadFile(file)
	if err != nil {
		return "", fmt.Errorf("%s: %w", fileName, err)
	}
	return value, nil
}

const maxFile = 64 << 10 // bytes of a file that holds a setting

// ReadFile is the text of a file without the blanks around it.
func ReadFile(path string) (string, error) {
	file, err := os.Open(path)
	if err != nil {
		return "", err
	}
	defer file.Close()
	text, err := io.ReadAll(io.LimitReader(file, maxFile+1))
	if err != nil {
		return "", err
	}
	value := strings.TrimSpace(string(text))
	switch {
	case len(text) > maxFile:
		return "", fmt.Errorf("%s must hold at most %d bytes", path, maxFile)
	case value == "":
		return "", errors.New(path + " is empty")
	}
	return value, nil
}
