// Package testport owns the ports that servers of tests listen at. It must not
// know who listens.
//
// A port that the system picks is free at that moment only: until the server
// listens, or while it is restarted, the system may give it to an outgoing
// connection. Ports from here lie below those that the system gives away, and
// belong to one process of tests until it ends.
package testport

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"net"
	"os"
	"path/filepath"
	"strconv"
	"sync"

	"github.com/gofrs/flock"
)

// The ports that are handed out. Linux gives away those from 32768 on, other
// systems those from 49152 on.
const (
	first = 10_000
	last  = 32_000
)

// taken holds the locks of this process: a lock that is collected is released.
var (
	mu    sync.Mutex
	taken []*flock.Flock
)

// Take is a loopback address, host and port, that nobody listens at and that no
// other caller is given while this process lives.
func Take(ctx context.Context) (string, error) {
	folder := filepath.Join(os.TempDir(), "openhpp-test-ports")
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return "", fmt.Errorf("testport: %w", err)
	}
	mu.Lock()
	defer mu.Unlock()
	const count = last - first
	start := rand.IntN(count) //nolint:gosec // it keeps processes apart, and nothing secret
	for i := range count {
		port := strconv.Itoa(first + (start+i)%count)
		lock := flock.New(filepath.Join(folder, port))
		if locked, err := lock.TryLock(); err != nil {
			return "", fmt.Errorf("testport: %w", err)
		} else if !locked {
			continue
		}
		address := net.JoinHostPort("127.0.0.1", port)
		if listens(ctx, address) {
			taken = append(taken, lock)
			return address, nil
		}
		if err := lock.Unlock(); err != nil {
			return "", fmt.Errorf("testport: %w", err)
		}
	}
	return "", errors.New("testport: every port is taken")
}

// listens says whether a server could listen at an address now.
func listens(ctx context.Context, address string) bool {
	listener, err := new(net.ListenConfig).Listen(ctx, "tcp", address)
	return err == nil && listener.Close() == nil
}
