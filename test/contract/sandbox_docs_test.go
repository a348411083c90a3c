package contract

import (
	"fmt"
	"os"
	"os/exec"
	"regexp"
	"strings"
	"testing"

	"github.com/openhpp/openhpp/internal/fulltest"
)

var shellFence = regexp.MustCompile("(?s)```sh\n(.*?)```")

// The commands of the sandbox's document do what it says, when they are pasted in
// order.
func TestSandboxDocument(t *testing.T) {
	for _, tool := range []string{"bash", "curl", "jq"} {
		if _, err := exec.LookPath(tool); err != nil {
			fulltest.Lack(t, fmt.Errorf("the document's commands need it: %w", err))
		}
	}
	text, err := os.ReadFile("../../docs/sandbox.md")
	if err != nil {
		t.Fatal(err)
	}
	w := start(t)
	var commands strings.Builder
	blocks := shellFence.FindAllStringSubmatch(string(text), -1)
	for _, block := range blocks {
		commands.WriteString(block[1])
	}
	shell := exec.CommandContext(t.Context(), "bash", "-eu", "-o", "pipefail", "-c", commands.String())
	shell.Env = append(os.Environ(), "URL="+w.URL, "USERNAME="+w.merchant.Username, "PASSWORD="+w.merchant.Password)
	if out, err := shell.CombinedOutput(); err != nil || len(blocks) < 5 {
		t.Errorf("%d blocks, %v\n%s", len(blocks), err, out)
	}
}
