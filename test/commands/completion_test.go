package commands

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/openhpp/openhpp/internal/fulltest"
	"github.com/openhpp/openhpp/test/harness"
)

// A real shell completes commands, flags and values by the script.
func TestCompletionInBash(t *testing.T) {
	t.Parallel()
	bash, err := exec.LookPath("bash")
	if err != nil {
		fulltest.Lack(t, err)
	}
	inner, bin := command(t, nil), t.TempDir()
	if err := os.Symlink(harness.Binary(t), filepath.Join(bin, "openhpp")); err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), bash, "-c", `source <(openhpp completion bash)
ask() { COMP_WORDS=(openhpp "$@"); COMP_CWORD=$#; _openhpp; echo "${COMPREPLY[*]}"; }
ask sessions cr; ask sessions create --mo; ask sessions create --mode = NO; ask nothing-of-it`)
	cmd.Dir, cmd.Env = inner.Dir, append(inner.Env, "PATH="+bin+":/usr/bin:/bin")
	if got := finish(t, cmd); got.status != 0 || got.out != "create\n--mode\nNONE\n\n" {
		t.Errorf("%+v", got)
	}
}

// A program that man reads without a complaint.
func TestManPage(t *testing.T) {
	t.Parallel()
	page := works(t, nil, "man")
	for _, part := range []string{".SH NAME", ".SH EXIT STATUS", ".SS openhpp sessions create"} {
		if !strings.Contains(page, part) {
			t.Errorf("the page lacks %q", part)
		}
	}
	if out := works(t, nil, "--version"); !strings.HasPrefix(out, "openhpp ") {
		t.Errorf("--version: %q", out)
	}
	if got := document(t, nil, "version"); text(t, got, "version") == "" || text(t, got, "platform") == "" {
		t.Errorf("version: %v", got)
	}
}
