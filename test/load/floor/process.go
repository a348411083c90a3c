package floor

import (
	"bufio"
	"context"
	"fmt"
	"net"
	"os"
	"os/exec"
	"strings"
)

// Argument makes the program that starts Process run Serve instead.
const Argument = "floor-handler"

func listen() (net.Listener, error) {
	return new(net.ListenConfig).Listen(context.Background(), "tcp", "127.0.0.1:0")
}

// Process is the handler in a process of its own, as the program has one.
type Process struct{ Address string }

// Start runs this very executable with Argument. stop ends it and waits.
func Start(ctx context.Context) (p Process, stop func(), err error) {
	own, err := os.Executable()
	if err != nil {
		return p, nil, err
	}
	cmd := exec.CommandContext(ctx, own, Argument)
	cmd.Stderr = os.Stderr
	in, err := cmd.StdinPipe()
	if err != nil {
		return p, nil, err
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		return p, nil, err
	}
	if err := cmd.Start(); err != nil {
		return p, nil, err
	}
	stop = func() {
		_ = in.Close()
		_ = cmd.Wait()
	}
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		stop()
		return p, nil, fmt.Errorf("floor: the handler said no address: %w", err)
	}
	return Process{strings.TrimSpace(line)}, stop, nil
}
