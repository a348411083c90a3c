package testbrowser

import (
	"strings"
	"testing"
)

func TestMissingBrowserNamesWhatToInstall(t *testing.T) {
	if path, err := find([]string{"no-such-browser"}); err == nil || !strings.Contains(err.Error(), "apt-get install chromium-headless-shell") {
		t.Errorf("%q, %v", path, err)
	}
}
