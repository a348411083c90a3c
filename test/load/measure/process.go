package measure

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"strconv"
	"time"
)

// Usage is what a process took while it was watched.
type Usage struct {
	RSS  int64         // the most memory seen, bytes
	CPU  time.Duration // of all cores
	Wall time.Duration // how long it was watched
	// Others is what everything but the process and this one took of all cores.
	Others time.Duration
}

// And puts what was used in two rounds together.
func (u Usage) And(more Usage) Usage {
	return Usage{RSS: max(u.RSS, more.RSS), CPU: u.CPU + more.CPU, Wall: u.Wall + more.Wall, Others: u.Others + more.Others}
}

// Disturbed is the share of cores that others had, between 0 and 1.
func (u Usage) Disturbed(cores int) float64 {
	if u.Wall <= 0 {
		return 0
	}
	return min(max(u.Others.Seconds()/u.Wall.Seconds()/float64(cores), 0), 1)
}

// PerStep is the time on a core that one of rate steps a second took; zero
// when it is not known.
func (u Usage) PerStep(rate float64) time.Duration {
	if rate <= 0 || u.Wall <= 0 {
		return 0
	}
	return time.Duration(float64(u.CPU) / u.Wall.Seconds() / rate)
}

// Watch looks at a process until stop is called. Where the system does not
// tell (anywhere but Linux) the usage is zero.
func Watch(ctx context.Context, pid int) (stop func() Usage) {
	ctx, cancel := context.WithCancel(ctx)
	begin, start := read(pid), time.Now()
	otherwise := everything() - begin.CPU - read(os.Getpid()).CPU
	most := begin.RSS
	done := make(chan struct{})
	go func() {
		defer close(done)
		tick := time.NewTicker(100 * time.Millisecond)
		defer tick.Stop()
		for {
			select {
			case <-ctx.Done():
				return
			case <-tick.C:
				most = max(most, read(pid).RSS)
			}
		}
	}()
	return func() Usage {
		cancel()
		<-done
		end := read(pid)
		return Usage{
			RSS: max(most, end.RSS), CPU: end.CPU - begin.CPU, Wall: time.Since(start),
			Others: everything() - end.CPU - read(os.Getpid()).CPU - otherwise,
		}
	}
}

// RSS is a process's memory now, in bytes.
func RSS(pid int) int64 { return read(pid).RSS }

func read(pid int) Usage {
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		return Usage{}
	}
	stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		return Usage{}
	}
	rss, err := resident(status)
	cpu, bad := spent(stat)
	if errors.Join(err, bad) != nil {
		return Usage{}
	}
	return Usage{RSS: rss, CPU: cpu}
}

// resident finds VmRSS in /proc/PID/status.
func resident(status []byte) (int64, error) {
	for line := range bytes.Lines(status) {
		if rest, ok := bytes.CutPrefix(line, []byte("VmRSS:")); ok {
			kilobytes, err := strconv.ParseInt(string(bytes.TrimSpace(bytes.TrimSuffix(bytes.TrimSpace(rest), []byte("kB")))), 10, 64)
			return kilobytes << 10, err
		}
	}
	return 0, errors.New("measure: no VmRSS")
}

// tickLength is what Linux counts a process's time in.
const tickLength = 10 * time.Millisecond

// spent adds utime and stime of /proc/PID/stat. The command's name before
// them may hold anything, blanks and brackets too.
func spent(stat []byte) (time.Duration, error) {
	after := stat[bytes.LastIndexByte(stat, ')')+1:]
	fields := bytes.Fields(after)
	if len(fields) < 13 {
		return 0, errors.New("measure: too few fields in stat")
	}
	user, err := strconv.ParseInt(string(fields[11]), 10, 64)
	system, bad := strconv.ParseInt(string(fields[12]), 10, 64)
	return time.Duration(user+system) * tickLength, errors.Join(err, bad)
}
