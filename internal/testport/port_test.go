package testport_test

import (
	"context"
	"net"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"testing"

	"github.com/openhpp/openhpp/internal/testport"
)

// The process that takes ports beside this one prints what it got.
const beside = "OPENHPP_TEST_TAKE_PORTS"

func TestMain(m *testing.M) {
	if os.Getenv(beside) == "" {
		os.Exit(m.Run())
	}
	for range 200 {
		address, err := testport.Take(context.Background())
		if err != nil {
			panic(err)
		}
		_, _ = os.Stdout.WriteString(address + "\n")
	}
	_, _ = os.Stdin.Read(make([]byte, 1)) // keeps what it took until it is told to end
}

// What the system gives to outgoing connections is never handed out, and no
// port is handed out twice, whichever process asks.
func TestPortsBelongToOneProcess(t *testing.T) {
	t.Parallel()
	other := exec.CommandContext(t.Context(), os.Args[0])
	other.Env = append(os.Environ(), beside+"=1")
	hold, err := other.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	var out strings.Builder
	other.Stdout = &out
	if err := other.Start(); err != nil {
		t.Fatal(err)
	}
	seen := map[string]int{}
	for range 200 {
		address, err := testport.Take(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		seen[address]++
	}
	if err := hold.Close(); err != nil {
		t.Fatal(err)
	}
	if err := other.Wait(); err != nil {
		t.Fatal(err)
	}
	for address := range strings.FieldsSeq(out.String()) {
		seen[address]++
	}
	for address, times := range seen {
		_, text, err := net.SplitHostPort(address)
		if err != nil {
			t.Fatal(err)
		}
		if port, err := strconv.Atoi(text); err != nil || port >= 32_768 || port < 1_024 {
			t.Errorf("%s may be given to an outgoing connection", address)
		}
		if times != 1 {
			t.Errorf("%s was handed out %d times", address, times)
		}
	}
	if len(seen) != 400 {
		t.Errorf("%d ports, want 400", len(seen))
	}
}
