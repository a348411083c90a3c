package settings

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

type inner struct {
	Most *int64 `env:"T_MOST" least:"0" must:"0 or more" help:"Most."`
}

type config struct {
	Name string `env:"T_NAME" default:"a" enum:"a,b,c" help:"Name."`
	inner
	More struct {
		Key string `env:"T_KEY" secret:"" infile:"" help:"Key."`
	} `embed:""`
	Token   string        `env:"T_TOKEN" secret:"" help:"Token."`
	Wait    time.Duration `env:"T_WAIT" otherwise:"none" help:"Wait."`
	Nothing int
}

func TestOf(t *testing.T) {
	all := Of(config{})
	var names []string
	for _, s := range all {
		names = append(names, s.Name)
	}
	if got := strings.Join(names, " "); got != "T_NAME T_MOST T_KEY T_TOKEN T_WAIT" {
		t.Errorf("settings %s", got)
	}
	if s := all.Named("T_KEY"); !s.Secret || !s.InFile || s.Help != "Key." {
		t.Errorf("%+v", s)
	}
	if s := all.Named("T_NAME"); s.Default != "a" || len(s.Enum) != 3 || s.Secret {
		t.Errorf("%+v", s)
	}
	if err := all.Wrong("T_NAME"); err.Error() != "T_NAME: must be a, b or c" {
		t.Error(err)
	}
	if err := all.Wrong("T_MOST"); err.Error() != "T_MOST: must be 0 or more" {
		t.Error(err)
	}
}

func TestCheck(t *testing.T) {
	all := Of(config{})
	for name, c := range map[string]struct {
		config config
		wrong  int
	}{
		"nothing":      {config{}, 0},
		"right":        {config{Name: "c", inner: inner{Most: new(int64(0))}}, 0},
		"another word": {config{Name: "d"}, 1},
		"below":        {config{inner: inner{Most: new(int64(-1))}}, 1},
		"both at once": {config{Name: "d", inner: inner{Most: new(int64(-1))}}, 2},
	} {
		if errs := all.Check(&c.config); len(errs) != c.wrong {
			t.Errorf("%s: %v, want %d", name, errs, c.wrong)
		}
	}
}

func TestReadSecrets(t *testing.T) {
	file := filepath.Join(t.TempDir(), "key")
	if err := os.WriteFile(file, []byte(" secret\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	t.Setenv("T_TOKEN", "token")
	t.Setenv("T_TOKEN_FILE", file) // the name of another setting, perhaps
	t.Setenv("T_KEY_FILE", file)
	var c config
	if err := Of(c).ReadSecrets(&c); err != nil || c.Token != "token" || c.More.Key != "secret" {
		t.Errorf("%+v, %v", c, err)
	}
	t.Setenv("T_KEY", "given")
	if err := Of(c).ReadSecrets(&c); err == nil || err.Error() != "T_KEY: must not be given together with T_KEY_FILE" {
		t.Errorf("both: %v", err)
	}
	t.Setenv("T_KEY", "")
	for name, content := range map[string]string{"empty": " \n", "large": strings.Repeat("x", maxFile+1)} {
		if err := os.WriteFile(file, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		if err := Of(c).ReadSecrets(&c); err == nil || !strings.HasPrefix(err.Error(), "T_KEY_FILE: "+file) {
			t.Errorf("%s: %v", name, err)
		}
	}
	t.Setenv("T_KEY_FILE", file+".none")
	if err := Of(c).ReadSecrets(&c); err == nil || !strings.HasPrefix(err.Error(), "T_KEY_FILE: ") {
		t.Errorf("no file: %v", err)
	}
}
