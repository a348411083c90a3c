package clients

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"go.yaml.in/yaml/v4"
)

// manualFiles are the blocks of the page about CI that name a file in their
// first lines.
func manualFiles(t *testing.T) map[string]string {
	t.Helper()
	text, err := os.ReadFile("../../docs/testing-in-ci.md")
	if err != nil {
		t.Fatal(err)
	}
	files := map[string]string{}
	for _, block := range regexp.MustCompile("(?ms)^```\\w+\n(.*?)^```").FindAllStringSubmatch(string(text), -1) {
		name := regexp.MustCompile(`\A(?:<\?php\n)?(?:#|//) (\S+)\n`).FindStringSubmatch(block[1])
		if name == nil {
			t.Errorf("a block without the name of its file:\n%.80s", block[1])
			continue
		}
		files[name[1]] = block[1]
	}
	return files
}

// writeManual writes files of the page, and the clients where a check-out of the
// repository would have them.
func writeManual(t *testing.T, folder, prefix string) {
	t.Helper()
	wrote := 0
	for name, text := range manualFiles(t) {
		if strings.HasPrefix(name, prefix) {
			writeFile(t, filepath.Join(folder, name), text)
			wrote++
		}
	}
	if wrote == 0 {
		t.Fatalf("the page has no file %s…", prefix)
	}
	if err := os.CopyFS(filepath.Join(folder, ".openhpp/clients"), os.DirFS("../../clients")); err != nil {
		t.Fatal(err)
	}
}

func writeFile(t *testing.T, path, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o750); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

// jobLines are the commands of the page's jobs, by the file of the service.
func jobLines(t *testing.T) []string {
	t.Helper()
	files := manualFiles(t)
	var github struct {
		Jobs map[string]struct {
			Steps []struct{ Uses, Run string }
		}
	}
	var gitlab map[string]struct {
		Image  string
		Before []string `yaml:"before_script"`
		Script []string
	}
	for name, into := range map[string]any{".github/workflows/payments.yaml": &github, ".gitlab-ci.yml": &gitlab} {
		if err := yaml.Unmarshal([]byte(files[name]), into); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
	}
	var lines []string
	for _, step := range github.Jobs["payments"].Steps {
		if (step.Uses == "") == (step.Run == "") {
			t.Errorf("a step is either used or run: %+v", step)
		}
		lines = append(lines, step.Run)
	}
	if gitlab["payments"].Image == "" || len(gitlab["payments"].Before) == 0 {
		t.Errorf("the job of GitLab is not read: %+v", gitlab)
	}
	return append(lines, gitlab["payments"].Script...)
}

// The jobs' commands with `openhpp run` are those that the other tests run.
func TestManualsJobs(t *testing.T) {
	var run []string
	for _, line := range jobLines(t) {
		if strings.Contains(line, "openhpp run") {
			run = append(run, line)
		}
	}
	want := []string{"openhpp run -- npx playwright test", pytestLine, phpunitLine}
	if strings.Join(run, "\n") != strings.Join(want, "\n") {
		t.Errorf("the jobs run\n%s\nwant\n%s", strings.Join(run, "\n"), strings.Join(want, "\n"))
	}
}

const (
	pytestLine  = "PYTHONPATH=.openhpp/clients/python/src openhpp run -- python3 -m pytest tests"
	phpunitLine = "openhpp run -- phpunit tests"
)

func TestManualsPytest(t *testing.T) {
	t.Parallel()
	python := need(t, "python3", "-m", "pytest", "--version")
	folder := t.TempDir()
	writeManual(t, folder, "tests/test_payment.py")
	out := inPlayground(t, folder, []string{"PYTHONPATH=.openhpp/clients/python/src", "PYTHONDONTWRITEBYTECODE=1"}, python, "-m", "pytest", "-p", "no:cacheprovider", "tests")
	if !strings.Contains(out, "5 passed") {
		t.Errorf("not all were run:\n%s", out)
	}
}

func TestManualsPHPUnit(t *testing.T) {
	t.Parallel()
	phpunit := need(t, "phpunit", "--version")
	folder := t.TempDir()
	writeManual(t, folder, "tests/PaymentTest.php")
	if out := inPlayground(t, folder, nil, phpunit, "--do-not-cache-result", "tests"); !strings.Contains(out, "OK (2 tests") {
		t.Errorf("not all were run:\n%s", out)
	}
}
