package apicli

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
)

// DefaultContext is the name that is used where none is given.
const DefaultContext = "default"

// Access is a server's address with credentials there.
type Access struct {
	URL      string `json:"url"`
	Username string `json:"username"`
	Password string `json:"password"`
}

// Contexts are accesses under names, in a file that only its owner reads.
type Contexts struct{ File string }

// UserContexts are those of whoever runs the program.
func UserContexts() (Contexts, error) {
	folder, err := os.UserConfigDir()
	if err != nil {
		return Contexts{}, fmt.Errorf("the folder for settings of yours is not known: %w", err)
	}
	return Contexts{filepath.Join(folder, "openhpp", "contexts.json")}, nil
}

// ErrNoContext says that a name has no access.
var ErrNoContext = errors.New("there is no such context")

// Get answers the access under a name.
func (c Contexts) Get(name string) (Access, error) {
	all, err := c.read()
	if err != nil {
		return Access{}, err
	}
	access, ok := all[name]
	if !ok && len(all) > 0 {
		return Access{}, fmt.Errorf("%w as %q; there are %s", ErrNoContext, name, strings.Join(c.names(all), ", "))
	}
	if !ok {
		return Access{}, fmt.Errorf("%w as %q; openhpp login makes one", ErrNoContext, name)
	}
	return access, nil
}

// Names are those of all contexts, in alphabetical order.
func (c Contexts) Names() ([]string, error) {
	all, err := c.read()
	return c.names(all), err
}

func (Contexts) names(all map[string]Access) []string { return slices.Sorted(maps.Keys(all)) }

// Put keeps an access under a name.
func (c Contexts) Put(name string, access Access) error {
	return c.change(func(all map[string]Access) error {
		all[name] = access
		return nil
	})
}

// Remove forgets a name.
func (c Contexts) Remove(name string) error {
	return c.change(func(all map[string]Access) error {
		if _, ok := all[name]; !ok {
			return fmt.Errorf("%w as %q", ErrNoContext, name)
		}
		delete(all, name)
		return nil
	})
}

// othersMay are the rights that nobody but the owner may have.
const othersMay = 0o077

func (c Contexts) read() (map[string]Access, error) {
	info, err := os.Stat(c.File)
	if errors.Is(err, fs.ErrNotExist) {
		return map[string]Access{}, nil
	}
	if err != nil {
		return nil, err
	}
	if runtime.GOOS != "windows" && info.Mode().Perm()&othersMay != 0 {
		return nil, fmt.Errorf("%s holds passwords, and others may read it: chmod 600 %s", c.File, c.File)
	}
	text, err := os.ReadFile(c.File)
	if err != nil {
		return nil, err
	}
	all := map[string]Access{}
	if err := json.Unmarshal(text, &all); err != nil {
		return nil, fmt.Errorf("%s is not as login writes it (remove it, and log in anew): %w", c.File, err)
	}
	return all, nil
}

// change writes the file anew: whoever reads it meanwhile sees it before or after.
func (c Contexts) change(change func(map[string]Access) error) error {
	all, err := c.read()
	if err != nil {
		return err
	}
	if err := change(all); err != nil {
		return err
	}
	text, err := json.MarshalIndent(all, "", "  ")
	if err != nil {
		return err
	}
	folder := filepath.Dir(c.File)
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return err
	}
	draft, err := os.CreateTemp(folder, ".contexts-") // for its owner only
	if err != nil {
		return err
	}
	_, err = draft.Write(append(text, '\n'))
	if err = errors.Join(err, draft.Close()); err == nil {
		err = os.Rename(draft.Name(), c.File)
	}
	if err != nil {
		return errors.Join(err, os.Remove(draft.Name()))
	}
	return nil
}
